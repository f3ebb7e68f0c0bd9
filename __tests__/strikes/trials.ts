import type { Strike } from '../support/simulated/faults.ts'
import { seededRandom } from '../support/simulated/clock.ts'
import { codeOf, faultsOf, kinds, type Kind } from './kinds.ts'
import { playOne, playQuiet, playTwo, type Verdict } from './play.ts'
import { scenarioNames, scenarioOf, titleOf, type Scenario } from './scenarios.ts'
import type { Breaks } from './world.ts'

/** One world that is played to its end and judged. */
export interface Trial {
  readonly scenario: Scenario
  readonly strikes: readonly Strike[]
}

/** What is typed after `bin/strike` to have one trial alone. */
export const commandOf = ({ scenario, strikes }: Trial): string =>
  [titleOf(scenario), ...strikes.map(codeOf)].join(' ')

export const play = ({ scenario, strikes }: Trial, breaks?: Breaks): Promise<Verdict> => {
  if (strikes.length === 0) return playQuiet(scenario, breaks)
  return strikes.length === 1
    ? playOne(scenario, strikes, breaks)
    : playTwo(scenario, strikes, breaks)
}

/** Whole numbers below a limit, the same for the same seed. */
export const seededBelow = (seed: string): ((limit: number) => number) => {
  const random = seededRandom(seed)
  return (limit) => Number.parseInt(random.hex(6), 16) % limit
}

export const singlesOf = async (scenario: Scenario): Promise<readonly Trial[]> => [
  { scenario, strikes: [] },
  ...(await faultsOf(scenario)).map((strike) => ({ scenario, strikes: [strike] })),
]

const every = (hosts: readonly number[]): readonly Scenario[] =>
  scenarioNames.flatMap((name) => hosts.map((count) => scenarioOf(name, count)))

const pick = <T>(items: readonly T[], count: number, below: (limit: number) => number): T[] =>
  Array.from({ length: Math.min(count, items.length) }, () => items[below(items.length)]!)

/** S1: all of one and two hosts, and of three and five as many of each scenario as `rotating` says. */
export const singles = async (seed: string, rotating: number): Promise<readonly Trial[]> => {
  const below = seededBelow(`singles ${seed}`)
  const trials: Trial[] = []
  for (const scenario of every([1, 2])) trials.push(...(await singlesOf(scenario)))
  for (const scenario of every([3, 5])) {
    const all = await singlesOf(scenario)
    trials.push(...(rotating >= all.length ? all : pick(all, rotating, below)))
  }
  return trials
}

/** The second fault strikes at most so many exchanges after the first: recovery and the next run too. */
const reach = 80

/** S2: two faults, by chance. */
export const somePairs = async (seed: string, count: number): Promise<readonly Trial[]> => {
  const below = seededBelow(`pairs ${seed}`)
  const pools: (readonly Trial[])[] = []
  for (const scenario of every([1, 2])) pools.push(await singlesOf(scenario))
  return Array.from({ length: count }, () => {
    const pool = pools[below(pools.length)]!
    const { scenario, strikes } = pool[1 + below(pool.length - 1)]!
    const first = strikes[0]!
    const second = { ...kinds[below(kinds.length)]!, exchange: first.exchange + 1 + below(reach) }
    return { scenario, strikes: [first, second] }
  })
}

const strongest = kinds.filter(
  ({ kind, done }) => ['refused', 'reply-lost', 'cancel', 'kill'].includes(kind) && done !== 'late',
)

/** What only reads is struck in no two ways that come to the same: see kinds.ts. */
const firstsAt = (faults: readonly Strike[], one: number): readonly Kind[] =>
  strongest.filter(
    ({ kind, done }) =>
      done === undefined ||
      faults.some((fault) => fault.exchange === one && fault.kind === kind && fault.done === done),
  )

const pairsOf = (firsts: readonly Kind[], one: number): readonly (readonly Strike[])[] =>
  Array.from({ length: reach / 2 }, (_, at) => one + at + 1).flatMap((other) =>
    firsts.flatMap((first) =>
      strongest.map((second) => [
        { ...first, exchange: one },
        { ...second, exchange: other },
      ]),
    ),
  )

/** All pairs of the strongest faults: by hand or at night. */
export const allPairs = async (): Promise<readonly Trial[]> => {
  const trials: Trial[] = []
  for (const scenario of every([1, 2])) {
    const faults = await faultsOf(scenario)
    const last = faults.at(-1)?.exchange ?? 0
    for (let one = 1; one <= last; one += 1)
      for (const strikes of pairsOf(firstsAt(faults, one), one)) trials.push({ scenario, strikes })
  }
  return trials
}
