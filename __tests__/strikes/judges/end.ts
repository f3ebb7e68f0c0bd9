import { certificatesFolder } from '../../../src/host/web-files.ts'
import { leftOn, locksOn, neighboursOn, notOn, standingOn } from '../standing.ts'
import { isBad } from '../scenarios.ts'
import { happenings, type Judge, type Played } from './judge.ts'

/** Where a fleet ended, in words; found on simulated hosts, or on the lab. */
export interface End {
  /** What keeps it from being on the new version. */
  readonly notOnNew: readonly string[]
  /** What differs from what served before. */
  readonly notAsBefore: readonly string[]
  /** What a rollout should have tidied away. */
  readonly left: readonly string[]
  /** Locks that are still there. */
  readonly locks: readonly string[]
  /** Hosts on which something else was touched, and what. */
  readonly touched: readonly string[]
  /** The version that was deployed served before, too. */
  readonly isRedeploy: boolean
  /** The new version can't be brought to every host. */
  readonly isBad: boolean
}

/** How the job ended that is judged. */
export interface LastJob {
  /** Undefined when it was killed. */
  readonly exitCode: 0 | 1 | undefined
  readonly cancelled: boolean
  /** What the post phase came to. */
  readonly post: string
}

/** D3: every host serves the new version, or exactly what it served before; nothing is left over. */
export const versionAt = (
  { notOnNew, notAsBefore, left }: End,
  { exitCode }: Pick<LastJob, 'exitCode'>,
): readonly string[] => {
  const wanted = exitCode === 0 ? notOnNew : notOnNew.length === 0 ? [] : notAsBefore
  const isMixed = notOnNew.length > 0 && notAsBefore.length > 0
  return [
    ...(isMixed ? [`a mixed fleet: ${notOnNew[0] ?? ''}; ${notAsBefore[0] ?? ''}`] : wanted),
    ...left.map((one) => `left behind: ${one}`),
  ]
}

/** D13: exit code 0 if and only if the fleet is on the new version. */
export const exitAt = (end: End, last: LastJob): readonly string[] => {
  if (last.exitCode === 0 && end.notOnNew.length > 0) return ['exit 0 without the new version']
  // A redeploy of what serves is new when its container is another one.
  const isNew = end.notOnNew.length === 0 && (!end.isRedeploy || end.notAsBefore.length > 0)
  // What main could not know any more when it ended: a post that went forward.
  const isLate = last.cancelled || ['forward', 'finished'].includes(last.post)
  return last.exitCode === 1 && isNew && !end.isBad && !isLate
    ? ['exit 1 with the new version']
    : []
}

/** D7, the end of it: the lock is gone. */
export const locksAt = ({ locks }: End): readonly string[] =>
  locks.map((path) => `${path} is still there`)

/** D16: nothing but the service is touched. */
export const neighboursAt = ({ touched }: Pick<End, 'touched'>): readonly string[] =>
  touched.map((host) => `${host}: a neighbour is not as before`)

const isRedeploy = ({ built }: Played): boolean =>
  built.before.some((standing, at) => {
    const machine = built.machines[at]
    return machine !== undefined && standing.includes(`-${built.scenario.version ?? 'v2'} `)
  })

const touchedIn = ({ machines, config, neighbours }: Played['built']): readonly string[] =>
  machines
    .filter((machine, at) => neighboursOn(machine, config) !== neighbours[at])
    .map(({ name }) => name)

const endOf = (played: Played): End => {
  const { built, last } = played
  const { machines, config } = built
  return {
    notOnNew: machines.flatMap((machine) => notOn(machine, config, last.version) ?? []),
    notAsBefore: machines.flatMap((machine, at) => {
      const now = standingOn(machine, config)
      return now === built.before[at] ? [] : [`${machine.name} is not as before: ${now}`]
    }),
    left: machines.flatMap((machine) => leftOn(machine, config)),
    locks: machines.flatMap((machine) =>
      locksOn(machine, config).map((path) => `${machine.name}: ${path}`),
    ),
    touched: touchedIn(built),
    isRedeploy: isRedeploy(played),
    isBad: isBad(built.scenario),
  }
}

export const oneVersion: Judge = (played) => versionAt(endOf(played), played.last)
export const lockIsGone: Judge = (played) => locksAt(endOf(played))
export const honestExit: Judge = (played) => exitAt(endOf(played), played.last)
export const neighboursRest: Judge = ({ built }) => neighboursAt({ touched: touchedIn(built) })

/**
 * D19: an accessory that a run began to bring up runs at the end, there is one of it, and the proxy
 * serves it with its certificate.
 */
export const accessoriesRun: Judge = ({ built, last }) =>
  built.config.accessories.flatMap(({ service, hosts }) =>
    built.machines
      .filter(({ name }) => hosts.includes(name))
      .flatMap(({ name, containers, files, routes }) => {
        const own = containers.filter(({ labels }) => labels['service'] === service)
        const [only] = own
        const isRight = own.length === 1 && only?.name === service && only.state === 'running'
        const env = files.get(`.kamal/apps/${built.config.service}/env/accessories/db.env`)
        const whole = files.get(`${service}/etc/db.conf`) === 'x' && env !== undefined
        const tls = `${certificatesFolder(built.config)}/cert.pem`
        const isServed = routes.has(service) && files.get(tls) === 'new chain'
        if (last.exitCode === 0 && isRight && whole && isServed) return []
        const states = own.map((one) => `${one.name} ${one.state}`).join(', ')
        const how = isServed ? '' : ', not served as it should be'
        return [`${name}: exit ${String(last.exitCode)} with ${states || 'no accessory'}${how}`]
      }),
  )

/** D12: every run ends within the sum of its time limits. */
export const endsInTime: Judge = (played) =>
  played.built.jobs.flatMap(({ processes, begunAt, endedAt, token }) => {
    const limitMs = happenings(played, 'exchange')
      .filter(({ job }) => processes.includes(job))
      .reduce((sum, { command }) => sum + command.timeoutMs, 60_000)
    return endedAt - begunAt <= limitMs ? [] : [`${token} took ${String(endedAt - begunAt)} ms`]
  })
