import { SeaworthyError } from '../base/error.ts'
import type { Config } from '../config/config.ts'
import { lookAtDocker, readFiles, type Subject } from '../fleet/look.ts'
import { parseFiles } from '../fleet/parse-files.ts'
import type { FleetState, HostFiles, HostState } from '../fleet/state.ts'
import { pathsOf, proxyService } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import type { Script } from '../host/script.ts'
import type { Word } from '../host/word.ts'
import { performScript } from './perform.ts'
import type { Ports } from './ports.ts'
import type { Rollout } from './target.ts'

/** What a run needs to say to make a host its own. */
export interface Claim {
  readonly subject: Subject
  readonly token: string
  /** Names in kamal-proxy whose running deploys must end first. */
  readonly services: readonly string[]
  /** How long they may take: deploy and drain timeout. */
  readonly waitMs: number
}

/** What kamal-proxy may be busy with for this deploy.yml: roles, and accessories with services of their own. */
const servicesOf = (config: Config): readonly string[] => [
  ...config.roles.flatMap(({ name, proxy }) =>
    proxy === undefined ? [] : [proxyService(config, name)],
  ),
  ...config.accessories.flatMap(({ service, proxy }) => (proxy === undefined ? [] : [service])),
]

/** The claim of a run: it waits as long as another deploy of the service could take. */
export const claimOf = ({ config, token }: Pick<Rollout, 'config' | 'token'>): Claim => ({
  subject: config,
  token,
  services: servicesOf(config),
  waitMs: config.deployTimeoutMs + config.drainTimeoutMs,
})

export const seizeWord = ({ subject, token, services, waitMs }: Claim): Word => ({
  word: 'seize',
  owner: pathsOf(subject).owner,
  token,
  services,
  waitMs,
})

export const seizeScript = (claim: Claim): Script => ({
  kind: 'script',
  title: 'make the host ours, look',
  words: [seizeWord(claim), ...readFiles(claim.subject)],
  changes: false,
  followed: true,
  timeoutMs: claim.waitMs + 30_000,
})

/**
 * Makes a host this run's own and looks at it, in that order: what an earlier run still had going has
 * ended before the look.
 */
export const seizeAndLook = async (
  host: Host,
  claim: Claim,
  signal: AbortSignal,
): Promise<HostState> => {
  const answer = await performScript(host, seizeScript(claim), signal)
  return { ...(await lookAtDocker(host, claim.subject, signal)), files: parseFiles(answer.values) }
}

export interface Seized {
  readonly fleet: FleetState
  readonly failures: readonly { readonly host: string; readonly error: SeaworthyError }[]
}

/** Files of hosts that are this run's own already: they need no second seizing. */
export type Own = Readonly<Record<string, HostFiles>>

/**
 * Looks at many hosts at once; those that fail are reported, not thrown.
 * @throws SeaworthyError when the run is cancelled meanwhile.
 */
export const lookAtAll = async (
  hosts: readonly Host[],
  signal: AbortSignal,
  look: (host: Host) => Promise<HostState>,
): Promise<Seized> => {
  const looks = await Promise.allSettled(hosts.map(look))
  signal.throwIfAborted()
  const failures = looks.flatMap((look, index) => {
    if (look.status === 'fulfilled') return []
    const reason: unknown = look.reason
    if (!(reason instanceof SeaworthyError)) throw reason
    return [{ host: hosts[index]?.name ?? '', error: reason }]
  })
  const states = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []))
  return { fleet: Object.fromEntries(states.map((state) => [state.host, state])), failures }
}

/** Whether an exchange failed with its connection, rather than by what the host said. */
export const isLoss = ({ code }: SeaworthyError): boolean =>
  ['host-lost', 'host-timeout', 'host-unreachable'].includes(code)

/**
 * Looks at hosts by name; those that are lost on the way are connected to again, once. Hosts that are
 * not connected to begin with are left out.
 */
export const lookTwice = async (
  names: readonly string[],
  ports: Ports,
  look: (host: Host) => Promise<HostState>,
): Promise<Seized> => {
  const among = (hosts: Ports['hosts'], wanted: readonly string[]): readonly Host[] =>
    wanted.flatMap((name) => hosts.get(name) ?? [])
  const first = await lookAtAll(among(ports.hosts, names), ports.signal, look)
  const lost = first.failures.filter(({ error }) => isLoss(error)).map(({ host }) => host)
  if (lost.length === 0) return first
  const again = among(await ports.revive(), lost)
  const second = await lookAtAll(again, ports.signal, look)
  const left = first.failures.filter(({ host }) => !again.some(({ name }) => name === host))
  return { fleet: { ...first.fleet, ...second.fleet }, failures: [...left, ...second.failures] }
}

/** Seizes many hosts at once and looks at them. */
export const seizeAll = (
  hosts: readonly Host[],
  claim: Claim,
  signal: AbortSignal,
  own: Own = {},
): Promise<Seized> =>
  lookAtAll(hosts, signal, async (host) => {
    const files = own[host.name]
    if (files === undefined) return seizeAndLook(host, claim, signal)
    return { ...(await lookAtDocker(host, claim.subject, signal)), files }
  })
