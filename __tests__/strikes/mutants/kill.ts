import { scenarioOf } from '../scenarios.ts'
import { commandOf, play, singlesOf, type Trial } from '../trials.ts'
import { mutants } from './all.ts'
import type { Mutant } from './mutant.ts'

/** Without a fault first, then in great strides: what breaks late is found as soon as what breaks early. */
const strides = <T>(items: readonly T[]): readonly T[] => {
  const [first, ...rest] = items
  const count = 41
  const some = Array.from({ length: count }, (_, from) =>
    rest.filter((_one, at) => at % count === from),
  )
  return [...(first === undefined ? [] : [first]), ...some.flat()]
}

/** The first trial in which the named invariant does not hold; undefined: it lives. */
const killerOf = async ({ killer, scenarios, breaks }: Mutant): Promise<Trial | undefined> => {
  for (const title of scenarios) {
    const [name = '', hosts] = title.split('/')
    for (const trial of strides(await singlesOf(scenarioOf(name, Number(hosts))))) {
      const { broken } = await play(trial, breaks)
      if (broken.some((one) => one.startsWith(`${killer}:`))) return trial
    }
  }
  return undefined
}

/** M1: breaks the rollout in every way of the list; 1 when a break was not found by its invariant. */
export const killMutants = async (
  print: (text: string) => void,
  pattern = /./,
): Promise<number> => {
  const begun = performance.now()
  const chosen = mutants.filter(({ name }) => pattern.test(name))
  let alive = 0
  for (const mutant of chosen) {
    const trial = await killerOf(mutant)
    if (trial === undefined) alive += 1
    const by = trial === undefined ? 'LIVES' : `bin/strike ${commandOf(trial)}`
    print(`${mutant.killer.padEnd(4)} ${mutant.name}: ${by}`)
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  print(`M1: ${chosen.length} mutants, ${alive} alive, in ${seconds} s`)
  return alive > 0 ? 1 : 0
}
