import { judgeBackup } from '../backup/kill.ts'
import { backupMutants } from '../backup/mutants.ts'
import { leaks, redactionMutants } from '../backup/redaction.ts'
import { scenarioOf } from '../scenarios.ts'
import { commandOf, play, singlesOf } from '../trials.ts'
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
const killerOf = async ({ killer, scenarios, breaks }: Mutant): Promise<string | undefined> => {
  for (const title of scenarios) {
    const [name = '', hosts] = title.split('/')
    for (const trial of strides(await singlesOf(scenarioOf(name, Number(hosts))))) {
      const { broken } = await play(trial, breaks)
      if (broken.some((one) => one.startsWith(`${killer}:`)))
        return `bin/strike ${commandOf(trial)}`
    }
  }
  return undefined
}

interface Broken {
  readonly killer: string
  readonly name: string
  /** What found it; undefined: it lives. */
  readonly foundBy: () => Promise<string | undefined>
}

const all: readonly Broken[] = [
  ...mutants.map((one) => ({ ...one, foundBy: () => killerOf(one) })),
  ...backupMutants.map(({ killer, name, breaks }) => ({
    killer,
    name,
    foundBy: async () => (await judgeBackup(breaks, killer))[0]?.slice(killer.length + 1),
  })),
  ...redactionMutants.map(({ name, make }) => ({
    killer: 'D14',
    name,
    foundBy: () => Promise.resolve(leaks(make)[0]),
  })),
]

/** M1: breaks rollout, backup and log in every way of the lists; 1 when a break was not found by its invariant. */
export const killMutants = async (
  print: (text: string) => void,
  pattern = /./,
): Promise<number> => {
  const begun = performance.now()
  const chosen = all.filter(({ name }) => pattern.test(name))
  let alive = 0
  for (const { killer, name, foundBy } of chosen) {
    const by = await foundBy()
    if (by === undefined) alive += 1
    print(`${killer.padEnd(4)} ${name}: ${by ?? 'LIVES'}`)
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  print(`M1: ${chosen.length} mutants, ${alive} alive, in ${seconds} s`)
  return alive > 0 ? 1 : 0
}
