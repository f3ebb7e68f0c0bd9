import { fewChannels, noSecrets, oneHolder, toldBefore } from './judges/commands.ts'
import {
  accessoriesRun,
  endsInTime,
  honestExit,
  lockIsGone,
  neighboursRest,
  oneVersion,
} from './judges/end.ts'
import type { Judge, Played } from './judges/judge.ts'
import { alwaysATarget, gatedOnly, noneLost, noneRestarted, oldStays } from './judges/requests.ts'

/** What must hold at every instant, whatever happens and however often: tier 3. */
export const always: readonly (readonly [string, Judge])[] = [
  ['D1', gatedOnly],
  ['D5', noneRestarted],
  ['D7', oneHolder],
  ['D14', noSecrets],
  ['D16', neighboursRest],
]

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
  ['D18', accessoriesRun],
]

/** What holds of a rollout that nothing strikes. */
export const untroubled: readonly (readonly [string, Judge])[] = [['D17', fewChannels]]

/** `D3: a mixed fleet: ...` for each invariant that did not hold. */
export const judge = (
  played: Played,
  judges: readonly (readonly [string, Judge])[],
): readonly string[] =>
  judges.flatMap(([name, one]) => one(played).map((wrong) => `${name}: ${wrong}`))
