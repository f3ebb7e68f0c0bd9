import { proxyService } from '../../../src/host/names.ts'
import { serviceKey, type Config } from '../../../src/config/config.ts'
import type { Word } from '../../../src/host/word.ts'
import { answerDocker } from './docker.ts'
import { exists, makeFolder, putFile, removeAll } from './files.ts'
import type { Machine } from './machine.ts'
import { sayScript } from './words.ts'

/** What Kamal 2.12 does to hosts in its order, host by host; it heeds the lock and nothing else. */
export const kamalDeploys = async (
  { machines, config }: { readonly machines: readonly Machine[]; readonly config: Config },
  version: string,
): Promise<void> => {
  const [primary] = machines
  const lock = `.kamal/lock-${serviceKey(config)}`
  if (primary === undefined || exists(primary.files, lock)) return
  makeFolder(primary.files, lock)
  putFile(primary.files, `${lock}/details`, Buffer.from('Locked by: kamal').toString('base64'))
  for (const machine of machines)
    for (const role of config.roles.filter(({ hosts }) => hosts.includes(machine.name)))
      await boot(machine, config, { role: role.name, isServed: role.proxy !== undefined, version })
  removeAll(primary.files, lock)
}

interface Booted {
  readonly role: string
  readonly isServed: boolean
  readonly version: string
}

const boot = async (machine: Machine, config: Config, booted: Booted): Promise<void> => {
  const { role, isServed, version } = booted
  const { repository, service, destination = '' } = config
  const stem = proxyService(config, role)
  const name = `${stem}-${version}`
  const image = `${repository}:${version}`
  const env = `.kamal/apps/${serviceKey(config)}/env/roles`
  await answerDocker(machine, {
    kind: 'docker',
    title: 'pull',
    method: 'POST',
    path: '/images/create',
    query: { fromImage: repository, tag: version },
    changes: true,
    timeoutMs: 60_000,
  })
  machine.networks.add('kamal')
  const old = machine.containers.filter(
    ({ labels, state }) =>
      labels['service'] === service &&
      labels['role'] === role &&
      labels['destination'] === destination &&
      state === 'running',
  )
  const stopped: Word[] = old.map(({ name: was }) => ({
    word: 'stop',
    container: was === name ? `${name}_replaced_kamal` : was,
    timeSeconds: undefined,
  }))
  const labels = [
    `service="${service}"`,
    `role="${role}"`,
    destination === '' ? 'destination' : `destination="${destination}"`,
  ]
  const words: Word[] = [
    { word: 'dir', path: env },
    { word: 'write', path: `${env}/${role}.env`, text: '\n', mode: '600' },
    { word: 'discard', container: `${name}_replaced_kamal` },
    { word: 'rename', from: name, to: `${name}_replaced_kamal` },
    {
      word: 'create',
      name,
      args: [
        { raw: '--restart unless-stopped' },
        { raw: `--env-file ${env}/${role}.env` },
        ...labels.map((label) => ({ raw: `--label ${label}` })),
        image,
      ],
    },
    ...(isServed ? ([{ word: 'boot-proxy', run: [] }] as const) : []),
    { word: 'start', container: name },
    ...(isServed
      ? ([
          {
            word: 'switch',
            service: stem,
            container: name,
            port: 80,
            flags: [
              `--host="${destination === '' ? 'app' : destination}.test"`,
              '--deploy-timeout="5s"',
            ],
          },
        ] as const)
      : []),
    ...stopped,
  ]
  await sayScript(machine, { words })
}
