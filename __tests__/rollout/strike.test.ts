import { describe, expect, test } from '@jest/globals'
import { isBad, judge, scenarios, strikeAll } from './striking.ts'
import { buildWorld } from './worlds.ts'

const { update, bad, rollback } = scenarios

// strike.system.test.ts strikes every scenario in every way.
describe('no single fault leaves the fleet between two versions', () => {
  test.each([update, bad, rollback])(
    '$name',
    async (scenario) => {
      const { exchanges, broken } = await strikeAll(scenario, [
        { kind: 'refused' },
        { kind: 'reply-lost' },
        { kind: 'cancel' },
        { kind: 'kill' },
      ])
      expect(exchanges).toBeGreaterThan(10)
      expect(broken).toEqual([])
    },
    30_000,
  )
})

describe('without a fault', () => {
  test.each(Object.values(scenarios))('$name', async (scenario) => {
    const built = buildWorld(scenario)
    const end = await built.runJob()
    expect(end.exitCode).toBe(isBad(scenario) ? 1 : 0)
    expect(judge(scenario, end, built.served(), built.locked())).toEqual([])
  })
})
