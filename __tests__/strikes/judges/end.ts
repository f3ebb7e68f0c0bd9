import { leftOn, locksOn, neighboursOn, notOn, standingOn } from '../standing.ts'
import { isBad } from '../scenarios.ts'
import { happenings, type Judge, type Played } from './judge.ts'

const notOnNew = ({ built, last }: Played): readonly string[] =>
  built.machines.flatMap((machine) => notOn(machine, built.config, last.version) ?? [])

const isRedeploy = ({ built }: Played): boolean =>
  built.before.some((standing, at) => {
    const machine = built.machines[at]
    return machine !== undefined && standing.includes(`-${built.scenario.version ?? 'v2'} `)
  })

const notAsBefore = ({ built }: Played): readonly string[] =>
  built.machines.flatMap((machine, at) => {
    const now = standingOn(machine, built.config)
    return now === built.before[at] ? [] : [`${machine.name} is not as before: ${now}`]
  })

/** A redeploy of what serves is new when its container is another one. */
const isNew = (played: Played): boolean =>
  notOnNew(played).length === 0 && (!isRedeploy(played) || notAsBefore(played).length > 0)

/** D3: every host serves the new version, or exactly what it served before; nothing is left over. */
export const oneVersion: Judge = (played) => {
  const { built, last } = played
  const left = built.machines.flatMap((machine) => leftOn(machine, built.config))
  const fresh = notOnNew(played)
  const before = notAsBefore(played)
  const wanted = last.exitCode === 0 ? fresh : fresh.length === 0 ? [] : before
  const isMixed = fresh.length > 0 && before.length > 0
  return [
    ...(isMixed ? [`a mixed fleet: ${fresh[0] ?? ''}; ${before[0] ?? ''}`] : wanted),
    ...left.map((one) => `left behind: ${one}`),
  ]
}

/** D7, the end of it: the lock is gone. */
export const lockIsGone: Judge = ({ built }) =>
  built.machines.flatMap((machine) =>
    locksOn(machine, built.config).map((path) => `${machine.name}: ${path} is still there`),
  )

/** D13: exit code 0 if and only if the fleet is on the new version. */
export const honestExit: Judge = (played) => {
  const { last, built } = played
  const fresh = isNew(played) && !isBad(built.scenario)
  if (last.exitCode === 0 && notOnNew(played).length > 0) return ['exit 0 without the new version']
  // What main could not know any more when it ended: a post that went forward.
  const isLate = last.cancelled || ['forward', 'finished'].includes(last.post)
  return last.exitCode === 1 && fresh && !isLate ? ['exit 1 with the new version'] : []
}

/** D16: nothing but the service is touched. */
export const neighboursRest: Judge = ({ built }) =>
  built.machines.flatMap((machine, at) =>
    neighboursOn(machine, built.config) === built.neighbours[at]
      ? []
      : [`${machine.name}: a neighbour is not as before`],
  )

/** D18: an accessory that a run began to bring up runs at the end, and there is one of it. */
export const accessoriesRun: Judge = ({ built, last }) =>
  built.config.accessories.flatMap(({ service, hosts }) =>
    built.machines
      .filter(({ name }) => hosts.includes(name))
      .flatMap(({ name, containers, files }) => {
        const own = containers.filter(({ labels }) => labels['service'] === service)
        const [only] = own
        const isRight = own.length === 1 && only?.name === service && only.state === 'running'
        const env = files.get(`.kamal/apps/${built.config.service}/env/accessories/db.env`)
        const whole = files.get(`${service}/etc/db.conf`) === 'x' && env !== undefined
        if (last.exitCode === 0 && isRight && whole) return []
        const states = own.map((one) => `${one.name} ${one.state}`).join(', ')
        return [`${name}: exit ${String(last.exitCode)} with ${states || 'no accessory'}`]
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
