import type { Probe } from '../../../src/host/probe.ts'
import type { StepResult } from '../../../lab/kit/step.ts'
import type { Happening } from '../../support/simulated/world.ts'
import type { End, LastJob } from '../judges/end.ts'
import type { Witnessed } from '../judges/judge.ts'
import type { Exchange } from './exchange.ts'
import type { Overheard } from './trap.ts'
import type { LabTrial } from './strike.ts'
import type { TrafficTold } from './traffic.ts'

/** One job as the runner ran it, main and post together. */
export interface LabJob extends LastJob {
  /** `run 41002`: as the lock's journal says it. */
  readonly token: string
  readonly version: string
  readonly begunAt: number
  readonly endedAt: number
  /** The runner died: nothing of it was left to clean up. */
  readonly isGone: boolean
  readonly outcome: string
  readonly log: string
  /** Where the job showed a secret. */
  readonly leaks: readonly string[]
  /** Files and processes that it left on the runner. */
  readonly leftovers: readonly string[]
}

/** A trial on the lab: everything that happened, and where it ended. */
export interface LabRecord extends Witnessed {
  readonly trial: LabTrial
  /** The point at which it was to strike came. */
  readonly struck: boolean
  readonly jobs: readonly LabJob[]
  /** The job whose end is judged: the first, or the next after it. */
  readonly last: LabJob
  readonly end: End
  readonly traffic: TrafficTold
  /** Command lines that showed a secret, and files on hosts that hold one. */
  readonly exposed: readonly string[]
}

const said: readonly (readonly [RegExp, string])[] = [
  [/serves on every host: the rollout was past the point of no return/, 'forward'],
  [/the fleet serves what it served before; nothing of/, 'back'],
  [/nothing is owed: the rollout had not begun, or had ended/, 'finished'],
]

const postOf = ({ log, postExit }: StepResult): string => {
  if (postExit === undefined) return 'none'
  return said.find(([words]) => words.test(log))?.[1] ?? (postExit === 0 ? 'none' : 'failed')
}

/** What is kept of a step. `how` is the way in which it was struck. */
export const jobOf = (
  result: StepResult,
  about: Pick<LabJob, 'token' | 'version' | 'begunAt' | 'endedAt' | 'leaks'>,
  how: 'cancel' | 'kill' | 'gone' | undefined,
): LabJob => ({
  ...about,
  isGone: how === 'gone',
  cancelled: how === 'cancel',
  exitCode: how === 'kill' || how === 'gone' ? undefined : result.exitCode === 0 ? 0 : 1,
  outcome: result.outputs['outcome'] ?? '',
  post: postOf(result),
  log: result.log,
  leftovers: how === 'gone' ? [] : [...result.leftovers, ...result.orphans],
})

const commandOf = ({ kind, title, hostHeader = '' }: Exchange) => {
  if (kind === 'probe') {
    const probe: Probe = { kind, address: '', port: 0, path: '', hostHeader, timeoutMs: 0 }
    return probe
  }
  if (kind === 'docker') {
    const [method = '', path = ''] = title.split(' ')
    const known = (['GET', 'POST', 'DELETE'] as const).find((one) => one === method) ?? 'GET'
    return { kind, title, method: known, path, changes: known !== 'GET', timeoutMs: 0 } as const
  }
  return { kind, title, words: [], changes: true, timeoutMs: 0 } as const
}

/** What a relay heard, in the shape of what simulated hosts record. */
export const exchangesOf = (host: string, heard: readonly Overheard[]): readonly Happening[] =>
  heard.map(({ number, job, exchange }) => ({
    what: 'exchange',
    at: exchange.at,
    host,
    exchange: number,
    title: `${exchange.kind} ${exchange.title}`,
    changes: exchange.kind !== 'probe',
    command: commandOf(exchange),
    job,
    result: exchange.result,
  }))

/** In the order of happening. */
export const inOrder = (...parts: readonly (readonly Happening[])[]): readonly Happening[] =>
  parts.flat().toSorted((one, other) => one.at - other.at)
