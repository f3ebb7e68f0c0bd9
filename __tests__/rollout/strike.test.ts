import { describe, expect, test } from '@jest/globals'
import type { Strike } from '../support/simulated/faults.ts'
import { buildWorld, type JobEnd, type Scenario } from './worlds.ts'

const unhealthy = { kind: 'unhealthy' } as const
const two = ['h1', 'h2']

const scenarios: readonly Scenario[] = [
  { name: 'first deploy', hosts: two, serves: null },
  { name: 'update of one host', hosts: ['h1'] },
  { name: 'update', hosts: two },
  { name: 'same version again', hosts: two, version: 'v1' },
  { name: 'rollback', hosts: two, serves: 'v2', version: 'v1' },
  { name: 'bad on the first host', hosts: two, apps: { h1: unhealthy } },
  { name: 'bad on the second host', hosts: two, apps: { h2: unhealthy } },
  { name: 'crash at boot', hosts: two, apps: { h2: { kind: 'crashing' } } },
]

type Kind = Omit<Strike, 'exchange'>

const kinds: readonly Kind[] = [
  { kind: 'refused' },
  { kind: 'request-lost' },
  { kind: 'reply-lost' },
  { kind: 'hang' },
  { kind: 'hang', done: 'yes' },
  { kind: 'hang', done: 'late' },
  { kind: 'non-zero' },
  { kind: 'cancel' },
  { kind: 'cancel', done: 'yes' },
  { kind: 'cancel', done: 'late' },
  { kind: 'kill' },
  { kind: 'kill', done: 'yes' },
  { kind: 'kill', done: 'late' },
]

const isBad = ({ apps }: Scenario): boolean => apps !== undefined

/** What every host serves when a job has ended well, and when it was undone. */
const wanted = (scenario: Scenario) => ({
  fresh: `app-web-${scenario.version ?? 'v2'}`,
  before: scenario.serves === null ? 'no route' : `app-web-${scenario.serves ?? 'v1'}`,
})

/** The invariants D3, D7 and D13 after a job whose main and post have ended. */
const judge = (scenario: Scenario, end: JobEnd, served: readonly string[], locked: boolean) => {
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

const exchangesOf = async (scenario: Scenario): Promise<number> => {
  const built = buildWorld(scenario)
  await built.runJob()
  return built.world.exchanges
}

describe('no single fault leaves the fleet between two versions', () => {
  test.each(scenarios)(
    '$name',
    async (scenario) => {
      const count = await exchangesOf(scenario)
      expect(count).toBeGreaterThan(10)
      const broken: string[] = []
      for (let exchange = 1; exchange <= count; exchange += 1)
        for (const kind of kinds) broken.push(...(await strikeAt(scenario, { exchange, ...kind })))
      expect(broken).toEqual([])
    },
    60_000,
  )
})

describe('without a fault', () => {
  test.each(scenarios)('$name', async (scenario) => {
    const built = buildWorld(scenario)
    const end = await built.runJob()
    expect(end.exitCode).toBe(isBad(scenario) ? 1 : 0)
    expect(judge(scenario, end, built.served(), built.locked())).toEqual([])
  })
})
