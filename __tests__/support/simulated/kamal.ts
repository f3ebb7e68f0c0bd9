import { latestTag, proxyService } from '../../../src/host/names.ts'
import { serviceKey, type Config, type Role } from '../../../src/config/config.ts'
import type { Word } from '../../../src/host/word.ts'
import { answerDocker, tagImage } from './docker.ts'
import { exists, makeFolder, putFile, removeAll } from './files.ts'
import { kamalCleanWords, kamalWebFlags, kamalWebWords } from './kamal-web.ts'
import { imageOf, type Container, type Machine } from './machine.ts'
import { sayScript } from './words.ts'

interface Fleet {
  readonly machines: readonly Machine[]
  readonly config: Config
}

/** What Kamal's command came to; a refused one has changed nothing. */
export type KamalEnd = 'done' | 'locked' | 'not available' | 'failed'

const isUp = ({ state }: Container): boolean => state === 'running' || state === 'restarting'

const runningOf = (machine: Machine, { service, destination = '' }: Config, role: string) =>
  machine.containers.filter(
    (one) =>
      one.labels['service'] === service &&
      one.labels['role'] === role &&
      one.labels['destination'] === destination &&
      isUp(one),
  )

/**
 * Kamal's `app version` (commands/app.rb, 2.12): the newest that runs of the image tagged latest, else
 * the newest that runs.
 */
export const kamalVersion = (
  machine: Machine,
  config: Config,
  role: string,
): string | undefined => {
  const running = runningOf(machine, config, role)
  const latest = imageOf(machine, `${config.repository}:${latestTag(config)}`)
  const current = running.findLast(({ imageId }) => imageId === latest?.id) ?? running.at(-1)
  return current?.name.slice(proxyService(config, role).length + 1)
}

const say = async (machine: Machine, words: readonly Word[]): Promise<boolean> =>
  (await sayScript(machine, { words })).code === 0

const stop = (container: string): Word => ({ word: 'stop', container, timeSeconds: undefined })

const pull = async (machine: Machine, { repository }: Config, version: string): Promise<void> => {
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
}

/** Every version that runs but is not the current one. */
const stopStale = async (machine: Machine, config: Config, { name }: Role): Promise<void> => {
  const current = `${proxyService(config, name)}-${kamalVersion(machine, config, name) ?? ''}`
  const stale = runningOf(machine, config, name).filter((one) => one.name !== current)
  await say(
    machine,
    stale.map((one) => stop(one.name)),
  )
}

const runWords = (config: Config, role: Role, version: string): readonly Word[] => {
  const { repository, service, destination = '' } = config
  const stem = proxyService(config, role.name)
  const env = `.kamal/apps/${serviceKey(config)}/env/roles/${role.name}.env`
  const labels = [
    `service="${service}"`,
    `role="${role.name}"`,
    destination === '' ? 'destination' : `destination="${destination}"`,
  ]
  const flags = kamalWebFlags(config, role, version) ?? [
    `--host="${destination === '' ? 'app' : destination}.test"`,
    '--deploy-timeout="5s"',
  ]
  const container = `${stem}-${version}`
  return [
    {
      word: 'create',
      name: container,
      args: [
        { raw: '--restart unless-stopped' },
        { raw: `--env-file ${env}` },
        ...labels.map((label) => ({ raw: `--label ${label}` })),
        `${repository}:${version}`,
      ],
    },
    ...(role.proxy === undefined ? [] : [{ word: 'boot-proxy', run: [] } as const]),
    { word: 'start', container },
    ...(role.proxy === undefined
      ? []
      : [{ word: 'switch', service: stem, container, port: 80, flags } as const]),
  ]
}

/** Makes room by the name, asks for the current version, runs, switches, stops what was current. */
const boot = async (
  machine: Machine,
  config: Config,
  role: Role,
  version: string,
): Promise<boolean> => {
  const envs = `.kamal/apps/${serviceKey(config)}/env/roles`
  const stem = proxyService(config, role.name)
  const name = `${stem}-${version}`
  const room = `${name}_replaced_${machine.world.random.hex(8)}`
  await say(machine, [
    { word: 'rename', from: name, to: room },
    { word: 'dir', path: envs },
    { word: 'write', path: `${envs}/${role.name}.env`, text: '\n', mode: '600' },
  ])
  const old = kamalVersion(machine, config, role.name)
  await say(machine, kamalWebWords(config, role, version, old))
  if (!(await say(machine, runWords(config, role, version)))) {
    await say(machine, [stop(name)])
    return false
  }
  if (old !== undefined && !(await say(machine, [stop(`${stem}-${old}`)]))) return false
  return say(machine, kamalCleanWords(machine, config, role, version))
}

const bootAll = async ({ machines, config }: Fleet, version: string): Promise<boolean> => {
  let good = true
  for (const machine of machines)
    for (const role of config.roles.filter(({ hosts }) => hosts.includes(machine.name)))
      good = (await boot(machine, config, role, version)) && good
  if (good)
    for (const machine of machines) {
      const { repository } = config
      tagImage(machine, `${repository}:${version}`, `${repository}:${latestTag(config)}`)
    }
  return good
}

/** What Kamal does with its lock, which is all that it heeds; where it fails it frees the lock as well. */
const locked = async (
  { machines, config }: Fleet,
  work: () => Promise<KamalEnd>,
): Promise<KamalEnd> => {
  const [primary] = machines
  const lock = `.kamal/lock-${serviceKey(config)}`
  if (primary === undefined || exists(primary.files, lock)) return 'locked'
  makeFolder(primary.files, lock)
  putFile(primary.files, `${lock}/details`, Buffer.from('Locked by: kamal').toString('base64'))
  const end = await work()
  removeAll(primary.files, lock)
  return end
}

/** `kamal deploy` 2.12 in its order, host by host: pull, stop what is stale, boot, tag. */
export const kamalDeploys = (fleet: Fleet, version: string): Promise<KamalEnd> =>
  locked(fleet, async () => {
    const { machines, config } = fleet
    for (const machine of machines) {
      await pull(machine, config, version)
      for (const role of config.roles.filter(({ hosts }) => hosts.includes(machine.name)))
        await stopStale(machine, config, role)
    }
    return (await bootAll(fleet, version)) ? 'done' : 'failed'
  })

/** `kamal rollback`: only to a version that has a container on every host, from its image there. */
export const kamalRollsBack = (fleet: Fleet, version: string): Promise<KamalEnd> =>
  locked(fleet, async () => {
    const { machines, config } = fleet
    const isThere = machines.every(({ name, containers }) =>
      config.roles
        .filter(({ hosts }) => hosts.includes(name))
        .every((role) =>
          containers.some((one) => one.name === `${proxyService(config, role.name)}-${version}`),
        ),
    )
    if (!isThere) return 'not available'
    return (await bootAll(fleet, version)) ? 'done' : 'failed'
  })
