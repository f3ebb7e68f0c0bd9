import type { RolloutEvent } from '../events.ts'
import type { PlanPhase } from '../plan.ts'

/** A stretch of one phase on one host, within one wave. Milliseconds since the rollout's first step. */
export interface Span {
  readonly host: string
  readonly phase: PlanPhase
  readonly start: number
  readonly end: number
  /** `open`: it had not ended when the events did. */
  readonly state: 'done' | 'failed' | 'open'
}

interface Draft extends Span {
  readonly wave: number
}

/** Steps that follow one another in a wave are one stretch; one that failed stands for itself. */
const joins = (last: Draft | undefined, next: Draft): last is Draft =>
  last?.wave === next.wave &&
  last.phase === next.phase &&
  last.state === 'done' &&
  next.state === 'done'

const joined = (drafts: readonly Draft[]): readonly Draft[] => {
  const result: Draft[] = []
  for (const next of drafts) {
    const last = result.at(-1)
    if (joins(last, next)) result[result.length - 1] = { ...last, end: next.end }
    else result.push(next)
  }
  return result
}

type Ended = Extract<RolloutEvent, { kind: 'step-done' | 'step-failed' }>

const isEnd = (event: RolloutEvent): event is Ended =>
  event.kind === 'step-done' || event.kind === 'step-failed'

const drafts = (events: readonly RolloutEvent[], zero: number): readonly Draft[] => {
  const ends = new Map(events.filter(isEnd).map((event) => [event.step, event]))
  const last = events.at(-1)?.at ?? zero
  let wave = 0
  return events.flatMap((event): readonly Draft[] => {
    if (event.kind === 'wave') wave += 1
    if (event.kind !== 'step') return []
    const { host, phase } = event.step
    const end = ends.get(event.step)
    const state = end === undefined ? 'open' : end.kind === 'step-done' ? 'done' : 'failed'
    return [{ host, phase, wave, state, start: event.at - zero, end: (end?.at ?? last) - zero }]
  })
}

/** When each phase ran where; hosts in the order of their first step. */
export const spansOf = (events: readonly RolloutEvent[]): readonly Span[] => {
  const zero = events.find(({ kind }) => kind === 'step')?.at
  if (zero === undefined) return []
  const all = drafts(events, zero)
  return [...new Set(all.map(({ host }) => host))].flatMap((host) =>
    joined(all.filter((draft) => draft.host === host)).map(
      ({ phase, start, end, state }): Span => ({ host, phase, start, end, state }),
    ),
  )
}
