import { watchArgv, type Sight } from '../../lab/support/argv.ts'
import { leaksIn, parts } from '../../lab/support/canaries.ts'
import { ended } from '../../lab/support/runs.ts'
import { filesWith } from '../../../lab/kit/inspect.ts'
import type { StepResult } from '../../../lab/kit/step.ts'
import type { Happening } from '../../support/simulated/world.ts'
import { untilDockerIsBack, type Harbour, type Ship } from './fleet.ts'
import type { End } from '../judges/end.ts'
import { watchLock } from './lock-watch.ts'
import {
  leftOn,
  locksOn,
  lookAt,
  notOn,
  standingsOf,
  touchedOn,
  versionOn,
  type HostLook,
} from './look.ts'
import { exchangesOf, inOrder, jobOf, type LabJob, type LabRecord } from './record.ts'
import { recordedOn } from './recorded.ts'
import type { LabTrial } from './strike.ts'
import { startTraffic, type TrafficTold } from './traffic.ts'
import { layTrap, type Laid } from './trap.ts'

const rate = 220
const slowMs = 400
const argvPauseMs = 200

const nameOf = (at: number): string => `h${String(at + 1)}`

const looksAt = ({ hosts }: Harbour): Promise<readonly HostLook[]> =>
  Promise.all(hosts.map((host, at) => lookAt(host, nameOf(at))))

/** What is deployed: what does not serve, so that something has to be done. */
const versionFor = ({ scenario }: LabTrial, serving: string | undefined): string => {
  if (scenario.isBad) return 'bad'
  return scenario.service === 'new' || serving === 'v2' ? 'v1' : 'v2'
}

interface Voyage {
  readonly harbour: Harbour
  readonly ship: Ship
  readonly trial: LabTrial
  readonly version: string
  readonly laid: Laid
}

/** Runs one job to its end; only the first meets the trap. */
const sail = async (voyage: Voyage, number: number): Promise<LabJob> => {
  const { harbour, ship, trial, version, laid } = voyage
  const { workflow } = ship
  const begunAt = Date.now()
  const run = workflow.start(version, {}, {}, trial.scenario.action)
  laid.arm(number, run)
  const result: StepResult = await run.result
  await laid.settled()
  const endedAt = Date.now()
  workflow.tell(ended)
  const kind = number === 1 && laid.isSprung() ? trial.strike?.kind : undefined
  const how = kind === 'cancel' || kind === 'kill' || kind === 'gone' ? kind : undefined
  const leaks = leaksIn(result, harbour.secrets(ship))
  const about = { token: `run ${String(run.id)}`, version, begunAt, endedAt, leaks }
  return jobOf(result, about, how)
}

/** What only the next run can settle: its runner is gone, or Docker was while it recovered. */
const needsNext = ({ isGone, outcome, post }: LabJob, { strike }: LabTrial): boolean =>
  isGone || (strike?.kind === 'docker-restart' && (post === 'failed' || outcome === 'stuck'))

/** The next run comes when Docker is back: who starts it by hand would wait for that, too. */
const sailOn = async (voyage: Voyage): Promise<readonly LabJob[]> => {
  const { harbour, trial, laid } = voyage
  const first = await sail(voyage, 1)
  const [was, host] = [laid.restarted(), harbour.hosts[(trial.strike?.host ?? 1) - 1]]
  if (was !== undefined && host !== undefined) await untilDockerIsBack(host, was)
  return needsNext(first, voyage.trial) ? [first, await sail(voyage, 2)] : [first]
}

/** An environment file is where a secret belongs, also a staged one. */
const isEnvFile = (path: string): boolean => /\/env\/roles\/\w+\.env(\.[\w.-]+)?$/.test(path)

const exposedOn = async (harbour: Harbour, ship: Ship): Promise<readonly string[]> => {
  const secrets = harbour.secrets(ship).flatMap(parts).join('\n')
  const found = await Promise.all(harbour.hosts.map((host) => filesWith(host, '.kamal', secrets)))
  return found.flatMap((files, at) =>
    files.filter((file) => !isEnvFile(file)).map((file) => `${nameOf(at)}: ${file} holds a secret`),
  )
}

/** Never the command line itself: a log is no place for a secret either. */
const exposedIn = ({ lines }: Sight, canary: string): readonly string[] =>
  [...lines]
    .filter((line) => line.includes(canary))
    .map((line) => `a secret in the arguments of ${line.split(' ')[0] ?? ''}`)

/** What happened while a trial was under way. */
interface Passage {
  readonly jobs: readonly LabJob[]
  readonly told: TrafficTold
  readonly locked: readonly Happening[]
  readonly sight: Sight
}

const visited = ({ hosts }: Harbour, { service }: Ship) => ({
  addresses: hosts.map(({ address }) => address),
  host: `${service.name}.lab`,
  rate,
  slowMs,
})

/** Sends traffic and watches from before the first job until after the last, whatever they come to. */
const watched = async (
  harbour: Harbour,
  ship: Ship,
  jobs: () => Promise<readonly LabJob[]>,
): Promise<Passage> => {
  const lock = watchLock(harbour.home, 'h1', ship.service.name)
  try {
    const traffic = await startTraffic(visited(harbour, ship))
    const sailing = jobs()
    const sight = await watchArgv(sailing, argvPauseMs)
    const told = await traffic.stop()
    return { jobs: await sailing, told, locked: lock.stop(), sight }
  } finally {
    lock.stop()
    harbour.setTrap(undefined)
  }
}

const historyOf = async (
  { harbour, ship, laid, trial }: Voyage,
  sinceMs: number,
): Promise<readonly Happening[]> => {
  const recorded = await Promise.all(
    harbour.hosts.map((host, at) => {
      const isRestarted = laid.restarted() !== undefined && trial.strike?.host === at + 1
      return recordedOn({ host, name: nameOf(at), isRestarted }, ship.service.name, sinceMs)
    }),
  )
  const heard = harbour.hosts.map((_, at) => exchangesOf(nameOf(at), laid.heard(at + 1)))
  return inOrder(...recorded, ...heard)
}

const endOf = (
  { ship: { fleet }, trial, version, laid }: Voyage,
  before: readonly HostLook[],
  after: readonly HostLook[],
  serving: string | undefined,
): End => {
  const was = standingsOf(before, fleet)
  const is = standingsOf(after, fleet)
  return {
    notOnNew: notOn(after, fleet, version),
    notAsBefore: is.flatMap((now, at) =>
      now === was[at] ? [] : [`${nameOf(at)} is not as before: ${now}`],
    ),
    left: leftOn(after, fleet),
    locks: locksOn(after, fleet),
    touched: touchedOn(before, after, fleet, laid.restarted() !== undefined),
    isRedeploy: version === serving,
    isBad: trial.scenario.isBad,
  }
}

/** Plays a trial on the fleet as it lies there, under traffic, and records what can be seen of it. */
export const playOnLab = async (
  harbour: Harbour,
  ship: Ship,
  trial: LabTrial,
): Promise<LabRecord> => {
  const before = await looksAt(harbour)
  const serving = before[0] === undefined ? undefined : versionOn(before[0], ship.fleet)
  const sinceMs = Date.now()
  const laid = layTrap(harbour, trial.strike)
  const voyage = { harbour, ship, trial, laid, version: versionFor(trial, serving) }
  harbour.setTrap(laid.trap)
  const { jobs, told, locked, sight } = await watched(harbour, ship, () => sailOn(voyage))
  const history = inOrder(locked, await historyOf(voyage, sinceMs))
  const exposed = await exposedOn(harbour, ship)
  const after = await looksAt(harbour)
  return {
    trial,
    struck: laid.isSprung(),
    jobs,
    last: jobs.at(-1)!,
    traffic: told,
    exposed: [...exposedIn(sight, ship.service.canary), ...exposed],
    strikes: laid.restarted() === undefined ? [] : [{ kind: 'docker-restart' }],
    built: {
      world: { history },
      scenario: trial.scenario.service === 'new' ? { serves: null } : {},
      before: standingsOf(before, ship.fleet),
      machines: harbour.hosts.map((_, at) => ({ name: nameOf(at), drainMs: 0 })),
      jobs,
    },
    end: endOf(voyage, before, after, serving),
  }
}
