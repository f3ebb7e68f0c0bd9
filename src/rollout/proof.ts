import type { Clock } from '../base/ports.ts'
import type { RunIdentity } from '../host/journal.ts'

/** What is known of a run that holds a lock. */
export type Ending =
  | { readonly state: 'ended' }
  | { readonly state: 'running' }
  | { readonly state: 'unknown'; readonly why: string }

/** Whether the run that holds a lock has ended, as far as can be proven. */
export type Proof = (run: RunIdentity) => Promise<Ending>

/** GitHub allows the jobs of a repository a thousand questions an hour, all of them together. */
const everyMs = 30_000

/**
 * Asks again about the same run only after a while, and about its end when `now` says so: for who
 * looks at a lock every other second.
 */
export const sparing = (
  proof: Proof,
  clock: Clock,
): ((run: RunIdentity, now: boolean) => Promise<Ending>) => {
  let last: { readonly of: string; readonly at: number; readonly ending: Ending } | undefined
  return async (run, now) => {
    const of = JSON.stringify(run)
    const stands = last?.of === of && clock.now() < last.at + everyMs
    if (last !== undefined && stands && !now) return last.ending
    const ending = await proof(run)
    last = { of, at: clock.now(), ending }
    return ending
  }
}
