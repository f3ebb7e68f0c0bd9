import { SeaworthyError } from '../../src/base/error.ts'
import type { Config } from '../../src/config/config.ts'
import type { Journal } from '../../src/host/journal.ts'
import type { Command, Host } from '../../src/host/port.ts'
import { chooseRollback } from '../../src/rollout/choose-rollback.ts'
import { bootstrap } from '../../src/rollout/bootstrap/bootstrap.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { isSuccess, type Result } from '../../src/rollout/result.ts'
import { survey, type Survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import type { DeployOptions } from '../../src/rollout/under-lock.ts'
import { undo, type Undone } from '../../src/rollout/undo.ts'
import type { Machine } from '../support/simulated/machine.ts'
import { simulateWorld, type Job, type World } from '../support/simulated/world.ts'
import { failingIn } from './hooks.ts'
import type { Scenario } from './scenarios.ts'
import { populate, repository } from './populate.ts'
import { configOf } from './world-config.ts'
import { watchTraffic } from './traffic.ts'

/** One job as the runner runs it, main and post together. */
export interface JobRecord {
  readonly token: string
  readonly version: string
  readonly begunAt: number
  endedAt: number
  killed: boolean
  cancelled: boolean
  /** Undefined when the runner was killed. */
  exitCode: 0 | 1 | undefined
  outcome: string
  post: Undone['result'] | 'none' | 'failed'
  /** Commands of every plan that was told before it began. */
  readonly told: Set<Command>
  /** All that was said to people. */
  readonly words: string[]
  /** Numbers of the processes that it was. */
  readonly processes: number[]
}

/** Between the rollout and its hosts: where mutants break it. */
export interface Breaks {
  readonly host?: (host: Host, job: Job) => Host
  readonly ports?: (ports: Ports) => Ports
  readonly remember?: boolean
  readonly proof?: 'ended'
}

export interface Built {
  readonly scenario: Scenario
  readonly world: World
  readonly machines: readonly Machine[]
  readonly config: Config
  readonly jobs: JobRecord[]
  readonly before: readonly string[]
  /** Versions that Kamal took to be current on each host. */
  readonly kamalBefore: readonly string[]
  readonly neighbours: readonly string[]
  /** Runs one job to its end; `version` is the scenario's unless it is said. */
  readonly runJob: (version?: string) => Promise<JobRecord>
}

const textOf = (error: unknown): string =>
  error instanceof SeaworthyError
    ? [error.code, error.message, error.hint, ...error.evidence].join('\n')
    : String(error)

const noteOf = (event: RolloutEvent): string => {
  if (event.kind === 'note') return event.text
  if (event.kind === 'step-failed') return textOf(event.error)
  return ''
}

/** A fleet that Kamal has deployed to, a neighbour on every host, and what jobs of ours do to it. */
export const build = (scenario: Scenario, seed = 'seed', breaks: Breaks = {}): Built => {
  const world = simulateWorld(seed)
  const failing = failingIn(scenario)
  const config = configOf(scenario)
  const populated = populate(world, scenario, config)
  // What was set up before the first job is nobody's deed.
  world.history.length = 0
  watchTraffic(world, config)
  const jobs: JobRecord[] = []

  const rolloutOf = (token: string, version: string): Rollout => ({
    config,
    version,
    digest: populated.digestOf(version),
    source: 'registry',
    architectures: [],
    token,
    run: {
      repository: 'o/r',
      attempt: '1',
      job: 'deploy',
      runner: 'r',
      actor: 'ann',
      runId: token,
    },
    startedAt: world.clock.now(),
    targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
    lockHost: config.primaryHost,
    hookHosts: config.hooks.hosts,
  })

  /** What the action `rollback` makes of a version: the image that the hosts have, whatever serves. */
  const chosen = (aim: Rollout, { fleet }: Survey): Rollout =>
    scenario.back === true && aim.version === scenario.version
      ? { ...aim, ...chooseRollback(config, fleet, aim.targets, aim.version), enough: 'version' }
      : aim

  /** A process with a connection to each host of `names`; it connects to another one when it is named. */
  const start = (record: JobRecord, names?: readonly string[]): { job: Job; ports: Ports } => {
    const job = world.job()
    record.processes.push(job.number)
    const wrapped = [...job.hosts].map(
      ([name, host]) => [name, breaks.host?.(host, job) ?? host] as const,
    )
    const isOpen = new Set(names ?? wrapped.map(([name]) => name))
    const opened = () => new Map(wrapped.filter(([name]) => isOpen.has(name)))
    const narrate = (event: RolloutEvent): void => {
      const text = noteOf(event)
      if (text !== '') record.words.push(text)
      if (event.kind !== 'wave') return
      for (const { steps } of event.wave.lanes)
        for (const command of steps.flatMap(({ commands }) => commands)) record.told.add(command)
    }
    job.signal.addEventListener('abort', () => (record.cancelled = true))
    const ports: Ports = {
      ...job,
      hosts: opened(),
      narrate,
      hook: failing(job, record.version),
      revive: (named = []) => {
        for (const name of named) isOpen.add(name)
        return Promise.resolve(opened())
      },
    }
    return { job, ports: breaks.ports?.(ports) ?? ports }
  }

  const main = (record: JobRecord, keep: (journal: Journal | undefined) => void) => {
    const { job, ports } = start(record)
    return job.run(async (): Promise<Result> => {
      const aim = rolloutOf(record.token, record.version)
      const options: DeployOptions = {
        dryRun: false,
        lockWaitMs: 0,
        without: [],
        proof: (run) => {
          const owner = jobs.find(({ token }) => token === run.runId)
          const isOver = breaks.proof === 'ended' || (owner?.endedAt ?? Infinity) < Infinity
          return Promise.resolve({ state: isOver ? 'ended' : 'running' })
        },
        remember: keep,
        announce: () => undefined,
      }
      if (scenario.bare === true) {
        const accessories = placedOf(config, { hosts: [], without: [] })
        // The lock names the job that has it.
        const once = {
          hex: (bytes: number) => (bytes === 8 ? record.token : ports.random.hex(bytes)),
        }
        const keeping = { ...options, forget: () => keep(undefined) }
        await bootstrap({ ...aim, accessories }, { ...ports, random: once }, keeping)
      }
      const surveyed = await survey(config, aim, ports, scenario.back === true ? 'all' : 'lock')
      return deploy(chosen(aim, surveyed), surveyed, ports, options)
    })
  }

  const post = async (
    record: JobRecord,
    journal: Journal,
  ): Promise<JobRecord['post'] | 'killed'> => {
    const { job, ports } = start(record, [journal.primary, ...Object.keys(journal.hosts)])
    const end = await job.run(() => undo(journal, ports, { drainLimitMs: 30_000 }))
    if (end.ended === 'killed') return 'killed'
    if (end.ended === 'threw') record.words.push(textOf(end.error))
    else if (end.value.result === 'stuck') record.words.push(textOf(end.value.error))
    return end.ended === 'returned' ? end.value.result : 'failed'
  }

  const runBoth = async (record: JobRecord): Promise<void> => {
    let owed: Journal | undefined
    const end = await main(record, (journal) => (owed = breaks.remember === false ? owed : journal))
    if (end.ended === 'killed') {
      record.killed = true
      return
    }
    record.exitCode = end.ended === 'returned' && isSuccess(end.value.outcome) ? 0 : 1
    record.outcome =
      end.ended === 'returned'
        ? end.value.outcome
        : `threw ${textOf(end.error).split('\n')[0] ?? ''}`
    record.words.push(end.ended === 'returned' ? textOf(end.value.error) : textOf(end.error))
    const settled = end.ended === 'returned' && !['stuck', 'cancelled'].includes(record.outcome)
    if (settled || owed === undefined) return
    const posted = await post(record, owed)
    if (posted === 'killed') Object.assign(record, { killed: true, exitCode: undefined })
    else record.post = posted
  }

  const runJob = async (version = scenario.version ?? 'v2'): Promise<JobRecord> => {
    const record: JobRecord = {
      token: `token${String(jobs.length + 1)}`,
      version,
      begunAt: world.clock.now(),
      endedAt: Infinity,
      killed: false,
      cancelled: false,
      exitCode: undefined,
      outcome: '',
      post: 'none',
      told: new Set(),
      words: [],
      processes: [],
    }
    jobs.push(record)
    await runBoth(record)
    record.endedAt = world.clock.now()
    return record
  }

  return { scenario, world, config, jobs, runJob, ...populated }
}

export { repository }
