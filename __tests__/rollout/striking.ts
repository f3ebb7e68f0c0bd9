import type { Strike } from '../support/simulated/faults.ts'
import { buildWorld, type JobEnd, type Scenario } from './worlds.ts'

const unhealthy = { kind: 'unhealthy' } as const
const two = ['h1', 'h2']

export const scenarios = {
  first: { name: 'first deploy', hosts: two, serves: null },
  one: { name: 'update of one host', hosts: ['h1'] },
  update: { name: 'update', hosts: two },
  again: { name: 'same version again', hosts: two, version: 'v1' },
  rollback: { name: 'rollback', hosts: two, serves: 'v2', version: 'v1' },
  badFirst: { name: 'bad on the first host', hosts: two, apps: { h1: unhealthy } },
  bad: { name: 'bad on the second host', hosts: two, apps: { h2: unhealthy } },
  crash: { name: 'crash at boot', hosts: two, apps: { h2: { kind: 'crashing' } } },
} as const satisfies Readonly<Record<string, Scenario>>

/** A strike, whichever exchange it hits. */
export type Kind = Omit<Strike, 'exchange'>

export const isBad = ({ apps }: Scenario): boolean => apps !== undefined

/** What every host serves when a job has ended well, and when it was undone. */
const wanted = (scenario: Scenario) => ({
  fresh: `app-web-${scenario.version ?? 'v2'}`,
  before: scenario.serves === null ? 'no route' : `app-web-${scenario.serves ?? 'v1'}`,
})

/** The invariants D3, D7 and D13 after a job whose main and post have ended. */
export const judge = (
  scenario: Scenario,
  end: JobEnd,
  served: readonly string[],
  locked: boolean,
): readonly string[] => {
  const { fresh, before } = wanted(scenario)
  const all = (name: string): boolean => served.every((one) => one === name)
  const onNew = all(fresh) && !isBad(scenario)
  return [
    ...(all(fresh) || all(before) ? [] : [`D3: a mixed fleet: ${served.join(', ')}`]),
    ...(end.exitCode === 0 && !onNew ? ['D13: exit 0 without the new version'] : []),
    ...(end.exitCode === 1 &&
    fresh !== before &&
    onNew &&
    end.post !== 'forward' &&
    end.post !== 'finished'
      ? ['D13: exit 1 with the new version']
      : []),
    ...(locked ? ['D7: the lock is still there'] : []),
  ]
}

const strikeAt = async (scenario: Scenario, strike: Strike): Promise<readonly string[]> => {
  const built = buildWorld(scenario)
  built.strike(strike)
  let end = await built.runJob()
  const first = end
  await built.world.clock.rest(600_000)
  // A killed runner is judged when the next run has ended.
  if (end.killed) {
    end = await built.runJob()
    await built.world.clock.rest(600_000)
  }
  return [
    ...judge(scenario, end, built.served(), built.locked()),
    ...built.leftovers().map((path) => `left behind: ${path}`),
  ].map(
    (broken) =>
      `${broken} | ${scenario.name}, ${JSON.stringify(strike)}, ${JSON.stringify(first)}, ${JSON.stringify(end)}`,
  )
}

export interface Struck {
  /** Exchanges of the job when nothing strikes. */
  readonly exchanges: number
  /** Invariants that did not hold, and after which strike. */
  readonly broken: readonly string[]
}

/** Strikes every exchange of a scenario in every way given, each in a world of its own. */
export const strikeAll = async (scenario: Scenario, kinds: readonly Kind[]): Promise<Struck> => {
  const quiet = buildWorld(scenario)
  await quiet.runJob()
  const { exchanges } = quiet.world
  const broken: string[] = []
  for (let exchange = 1; exchange <= exchanges; exchange += 1)
    for (const kind of kinds) broken.push(...(await strikeAt(scenario, { exchange, ...kind })))
  return { exchanges, broken }
}
