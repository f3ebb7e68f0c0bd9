import { fewChannelsOnceUp, noSecrets, oneHolder, toldBefore } from './judges/commands.ts'
import {
  accessoriesRun,
  endsInTime,
  honestExit,
  lockIsGone,
  neighboursRest,
  oneVersion,
} from './judges/end.ts'
import { kamalGoesOn, latestMoves, readableLock, readableToKamal } from './judges/kamal.ts'
import { asIfNeverUndone } from './judges/same.ts'
import { neverTwice } from './judges/overlap.ts'
import type { Judge, Played } from './judges/judge.ts'
import { alwaysATarget, gatedOnly, noneLost, noneRestarted, oldStays } from './judges/requests.ts'

/** What must hold at every instant, whatever happens and however often: tier 3. */
export const always: readonly (readonly [string, Judge])[] = [
  ['D1', gatedOnly],
  ['D5', noneRestarted],
  ['D7', oneHolder],
  ['D14', noSecrets],
  ['D15', readableLock],
  ['D18', neverTwice],
  ['D16', neighboursRest],
]

// D8 joins with migrations: until then no run of ours says a command to which it could apply.

/** What must hold at the end besides: tier 1 after one fault, tier 2 after the next run. */
export const atTheEnd: readonly (readonly [string, Judge])[] = [
  ['D2', noneLost],
  ['D3', oneVersion],
  ['D4', oldStays],
  ['D6', alwaysATarget],
  ['D7', lockIsGone],
  ['D9', toldBefore],
  ['D12', endsInTime],
  ['D13', honestExit],
  ['D15', readableToKamal],
  ['D19', accessoriesRun],
]

/** What is carried out after the end, on hosts that nothing else happens to. */
export const afterwards = {
  /** Kamal deploys and goes back. */
  D15: kamalGoesOn,
  /** Another deploy of ours, after one that was undone. */
  D11: asIfNeverUndone,
} as const

/** What holds of a rollout that nothing strikes. */
export const untroubled: readonly (readonly [string, Judge])[] = [
  ['D15', latestMoves],
  ['D17', fewChannelsOnceUp],
]

/** `D3: a mixed fleet: ...` for each invariant that did not hold. */
export const judge = (
  played: Played,
  judges: readonly (readonly [string, Judge])[],
): readonly string[] =>
  judges.flatMap(([name, one]) => one(played).map((wrong) => `${name}: ${wrong}`))
