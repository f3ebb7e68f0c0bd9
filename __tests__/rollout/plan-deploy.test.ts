import { describe, expect, test } from '@jest/globals'
import { sampleRole } from '../host/sample.ts'
import type { Plan } from '../../src/rollout/plan.ts'
import { fleetOf, planFor, shop } from './report/fixtures.ts'

/** Which hosts start a container at once, wave by wave. */
const starting = (plan: Plan): readonly (readonly string[])[] =>
  plan.waves
    .map(({ lanes }) =>
      lanes
        .filter(({ steps }) => steps.some(({ phase }) => phase === 'stage'))
        .map(({ host }) => host),
    )
    .filter((hosts) => hosts.length > 0)

const everywhere = ['h1', 'h2', 'h3']
const before = { h1: 'v1', h2: 'v1', h3: 'v1' }
const worker = sampleRole({ name: 'job', hosts: everywhere, proxy: undefined })
const [web] = shop(everywhere).roles
const roles = [web, worker].filter((role) => role !== undefined)

describe('how many hosts boot at once', () => {
  test('the first alone, then all others; workers everywhere at once', () => {
    const config = shop(everywhere, [], { roles })
    const plan = planFor(config, fleetOf(config, before))
    expect(starting(plan)).toEqual([['h1'], ['h2', 'h3'], ['h1', 'h2', 'h3']])
  })

  test('no more than boot.limit, workers as well', () => {
    const config = shop(everywhere, [], { roles, boot: { limit: { hosts: 1 }, waitMs: 0 } })
    const plan = planFor(config, fleetOf(config, before))
    expect(starting(plan)).toEqual([['h1'], ['h2'], ['h3'], ['h1'], ['h2'], ['h3']])
  })
})
