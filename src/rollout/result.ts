import type { SeaworthyError } from '../base/error.ts'
import type { FleetState } from '../fleet/state.ts'
import type { Plan } from './plan.ts'
import type { Failure } from './run.ts'
import type { Rollout } from './target.ts'

/** What a run came to, exactly as rollout.md names it; `planned` is a dry-run's. */
export type Outcome =
  'deployed' | 'unchanged' | 'planned' | 'halted' | 'undone' | 'blocked' | 'stuck' | 'cancelled'

/** Outcomes after which the fleet is on the version that was asked for, or would be. */
export const isSuccess = (outcome: Outcome): boolean =>
  ['deployed', 'unchanged', 'planned'].includes(outcome)

/** Of a rollout that did its work, unless something after it failed: the hook `post-deploy`. */
export const wentWell = ({ outcome, error }: Pick<Result, 'outcome' | 'error'>): boolean =>
  isSuccess(outcome) && error === undefined

export interface Result {
  readonly outcome: Outcome
  readonly rollout: Rollout
  /** The fleet before the first change. */
  readonly before: FleetState
  readonly plan: Plan | undefined
  /** What failed, the first cause first. */
  readonly failures: readonly Failure[]
  /** An error that belongs to no step: a held lock, a recovery that is stuck, a hook after the end. */
  readonly error: SeaworthyError | undefined
  readonly warnings: readonly string[]
}

/** The end of a rollout without what it was about. */
export type Ended = Omit<Result, 'rollout' | 'before'>

export const ended = (outcome: Outcome, more: Partial<Omit<Ended, 'outcome'>> = {}): Ended => ({
  outcome,
  plan: undefined,
  failures: [],
  error: undefined,
  warnings: [],
  ...more,
})
