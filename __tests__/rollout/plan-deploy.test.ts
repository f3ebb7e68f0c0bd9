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

  test.each([
    [50, 4, [['h1'], ['h2', 'h3']]],
    [50, 3, [['h1'], ['h2'], ['h3']]],
    [1, 4, [['h1'], ['h2'], ['h3']]],
    [100, 3, [['h1'], ['h2', 'h3']]],
  ])(
    "%d %% are of all %d hosts of the file, an accessory's among them, and at least one",
    (percent, count, wanted) => {
      const hosts = [...everywhere, 'db'].slice(0, count)
      const hooks = { ...shop(everywhere).hooks, hosts }
      const config = shop(everywhere, [], { hooks, boot: { limit: { percent }, waitMs: 0 } })
      expect(starting(planFor(config, fleetOf(config, before)))).toEqual(wanted)
    },
  )
})

/** What a wave says to the lock's host about stopping containers, and whom else it has to do with. */
const stopping = (plan: Plan): readonly string[] =>
  plan.waves.flatMap(({ lanes }) =>
    lanes.flatMap(({ host, steps }) =>
      steps.flatMap(({ commands }) =>
        commands.flatMap((command) =>
          command.kind !== 'script'
            ? []
            : command.words.flatMap((word) =>
                word.word === 'stop' || word.word === 'begin-stop'
                  ? [`${host}: ${word.word} ${word.container}`]
                  : [],
              ),
        ),
      ),
    ),
  )

describe('old containers', () => {
  const [h1, h2] = ['h1', 'h2']
  const scheduler = sampleRole({ ...worker, name: 'cron', hosts: [h1], overlap: false })
  const planOf = (...hosts: readonly string[]): Plan => {
    const all = roles.map((role) => ({ ...role, hosts }))
    const config = shop(hosts, [], { roles: [...all, scheduler] })
    return planFor(config, fleetOf(config, Object.fromEntries(hosts.map((host) => [host, 'v1']))))
  }

  test("begin to stop on the lock's host before others stop theirs; one that must not run twice is ended there", () => {
    const stops = stopping(planOf(h1, h2))
    expect(stops).toEqual([
      'h1: begin-stop shop-web-v1',
      'h1: begin-stop shop-job-v1',
      'h1: stop shop-cron-v1',
      'h2: stop shop-web-v1',
      'h2: stop shop-job-v1',
      'h1: stop shop-web-v1',
      'h1: stop shop-job-v1',
      'h1: stop shop-cron-v1',
    ])
  })

  test('are stopped by one script where there is one host', () => {
    const config = shop([h1], [], { roles: roles.map((role) => ({ ...role, hosts: [h1] })) })
    expect(stopping(planFor(config, fleetOf(config, { h1: 'v1' })))).toEqual([
      'h1: stop shop-web-v1',
      'h1: stop shop-job-v1',
    ])
  })
})
