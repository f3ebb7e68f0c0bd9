import { isDeepStrictEqual } from 'node:util'
import { onHost, readLab } from '../../lab/kit/lab.ts'
import { runCommand } from '../../lab/kit/processes.ts'
import { settledOn, standing } from '../lab/support/fleet.ts'
import { registryPassword, type Service } from '../lab/support/service.ts'

/** One turn of one of the two tools, and the version that every host must serve after it. */
interface Turn {
  readonly title: string
  /** Resolves with what went wrong. */
  readonly take: () => Promise<readonly string[]>
  readonly serves: string
}

export interface Kamal {
  /** Path of the program, nothing else is needed of it. */
  readonly path: string
  readonly env?: Readonly<Record<string, string>>
}

/** Settings that Kamal needs besides those of the lab's usual deploy.yml. */
export const kamalOverrides = (): Readonly<Record<string, unknown>> => ({
  ssh: { keys: [readLab().keyFile], keys_only: true },
})

const lastLines = (text: string): string => text.trim().split('\n').slice(-5).join('\n')

const kamalTurn = ({ path, env }: Kamal, service: Service) => {
  const around = {
    ...process.env,
    REGISTRY_PASSWORD: registryPassword(),
    API_TOKEN: service.canary,
    ...env,
  }
  return async (...args: readonly string[]): Promise<readonly string[]> => {
    // Kamal looks for its files where it is started.
    const words = ['-c', 'cd "$1" && shift && exec "$@"', 'sh', service.workspace, path, ...args]
    const { code, stdout, stderr } = await runCommand('sh', words, {
      env: around,
      timeoutMs: 300_000,
    })
    return code === 0 ? [] : [`it ended with ${code}: ${lastLines(stdout + stderr)}`]
  }
}

const ourTurn =
  (service: Service) =>
  async (action: string, version: string, wanted = 'deployed'): Promise<readonly string[]> => {
    const { outputs, log } = await service.run(action, { version })
    const { outcome = '' } = outputs
    return outcome === wanted ? [] : [`it came to ${outcome}: ${lastLines(log)}`]
  }

/** What a deploy of either tool leaves behind besides what serves. */
const tracesOn = async (service: Service, version: string): Promise<readonly string[]> => {
  const image = `registry.lab:5000/lab/${service.name}`
  const script = `
[ "$(docker image inspect -f {{.Id}} ${image}:latest)" = "$(docker image inspect -f {{.Id}} ${image}:${version})" ] || echo latest is not ${version}
tail -n 20 .kamal/${service.name}-audit.log | grep -q 'Booted app version ${version}$' || echo no line in the audit log says that ${version} was booted
grep -q '^API_TOKEN=' .kamal/apps/${service.name}/env/roles/web.env || echo the environment file has no API_TOKEN
[ "$(stat -c %a .kamal/apps/${service.name}/env/roles/web.env)" = 600 ] || echo others can read the environment file
`
  const said = await Promise.all(
    service.hosts.map(async (host) => {
      const { stdout, stderr } = await onHost(host, script)
      return `${stdout}${stderr}`
        .split('\n')
        .filter(Boolean)
        .map((line) => `${host.name}: ${line}`)
    }),
  )
  return said.flat()
}

/** What is otherwise than it must be after a turn. */
const differences = async (service: Service, version: string): Promise<readonly string[]> => {
  const [now, wanted] = [await standing(service), settledOn(service, version)]
  const wrong = now.flatMap((host, at) =>
    isDeepStrictEqual(host, wanted[at])
      ? []
      : [`${host.host} is ${JSON.stringify(host)}, not ${JSON.stringify(wanted[at])}`],
  )
  return [...wrong, ...(await tracesOn(service, version))]
}

const turnsOf = (kamal: Kamal, service: Service): readonly Turn[] => {
  const [theirs, ours] = [kamalTurn(kamal, service), ourTurn(service)]
  const deploys = (version: string) => theirs('deploy', '--skip-push', '--version', version)
  return [
    { title: 'we deploy v1', take: () => ours('deploy', 'v1'), serves: 'v1' },
    { title: 'Kamal deploys v2', take: () => deploys('v2'), serves: 'v2' },
    { title: 'we deploy v3', take: () => ours('deploy', 'v3'), serves: 'v3' },
    { title: 'Kamal goes back to v2', take: () => theirs('rollback', 'v2'), serves: 'v2' },
    { title: 'we go back to v1', take: () => ours('rollback', 'v1'), serves: 'v1' },
    { title: 'Kamal deploys v3', take: () => deploys('v3'), serves: 'v3' },
    { title: 'we go back to v2', take: () => ours('rollback', 'v2'), serves: 'v2' },
    {
      title: 'Kamal locks, and we deploy nothing',
      take: async () => {
        const locked = await theirs('lock', 'acquire', '--message', 'Ours for now')
        const refused = await ours('deploy', 'v3', 'blocked')
        return [...locked, ...refused, ...(await theirs('lock', 'release'))]
      },
      serves: 'v2',
    },
    { title: 'we deploy v3 once it is unlocked', take: () => ours('deploy', 'v3'), serves: 'v3' },
  ]
}

/**
 * Has Kamal and us take turns on the hosts of a service whose versions v1, v2 and v3 are pushed; ends
 * at the first turn after which a host is not as it must be. Resolves with what was wrong then.
 */
export const takeTurns = async (
  kamal: Kamal,
  service: Service,
  tell: (title: string) => void = () => undefined,
): Promise<readonly string[]> => {
  for (const { title, take, serves } of turnsOf(kamal, service)) {
    tell(title)
    const wrong = [...(await take()), ...(await differences(service, serves))]
    if (wrong.length > 0) return wrong.map((one) => `${title}: ${one}`)
  }
  return []
}
