import { describe, expect, test } from '@jest/globals'
import { sampleRole } from '../host/sample.ts'
import type { Config } from '../../src/config/config.ts'
import type { HookName } from '../../src/config/hooks.ts'
import { limitOf, stepsOf, type Plan } from '../../src/rollout/plan.ts'
import { planWords } from '../../src/rollout/report/plan-words.ts'
import { commandsText } from '../../src/rollout/report/commands.ts'
import { fleetOf, planFor, shop } from './report/fixtures.ts'

const hosts = ['h1', 'h2', 'h3']
const before = { h1: 'v1', h2: 'v1', h3: 'v1' }

const hooks = (...names: readonly HookName[]): Config['hooks'] => ({
  files: Object.fromEntries(names.map((name) => [name, `.kamal/hooks/${name}`])),
  quiet: [],
  timeoutMs: 60_000,
  secrets: {},
  hosts: [...hosts, 'db'],
})

const all = hooks('pre-connect', 'pre-deploy', 'pre-app-boot', 'post-app-boot', 'post-deploy')

/** Waves in order; a hook with the hosts that it is told of, and what a failure of it would be. */
const courseOf = ({ waves }: Plan): readonly string[] =>
  waves.flatMap(({ title, lanes, restMs }) => {
    const [step] = lanes.flatMap(({ steps }) => steps)
    const told = step?.hook === undefined ? '' : ` (${step.phase}) ${step.hook.hosts.join(',')}`
    const rest = restMs === undefined ? '' : `, wait ${restMs}`
    return /^(Hook|Switch|Mark the journal|Stage|Prepare)/.test(title)
      ? [`${title}${told}${rest}`]
      : []
  })

describe('hooks in a plan', () => {
  test('without a limit the group is the fleet, and pre-deploy hears of all hosts of the file', () => {
    const plan = planFor(shop(hosts, [], { hooks: all }), fleetOf(shop(hosts), before))
    expect(courseOf(plan)).toEqual([
      'Hook pre-deploy (prepare) h1,h2,h3,db',
      'Prepare every host, prove h1 first',
      'Stage h2, h3',
      'Hook pre-app-boot (stage) h1,h2,h3',
      'Switch h1',
      'Switch h2, h3',
      'Hook post-app-boot (switch) h1,h2,h3',
    ])
  })

  test("with boot.limit each of Kamal's groups is between its two hooks, and waits after them", () => {
    const config = shop(hosts, [], { hooks: all, boot: { limit: { hosts: 2 }, waitMs: 5000 } })
    expect(courseOf(planFor(config, fleetOf(config, before)))).toEqual([
      'Hook pre-deploy (prepare) h1,h2,h3,db',
      'Prepare every host, prove h1 first',
      'Stage h2, h3',
      'Hook pre-app-boot (stage) h1,h2',
      'Switch h1, wait 5000',
      'Switch h2',
      'Hook post-app-boot (switch) h1,h2, wait 5000',
      'Hook pre-app-boot (switch) h3',
      'Switch h3',
      'Hook post-app-boot (switch) h3',
    ])
  })

  test('a group of workers has its hooks as well, before anything has moved too', () => {
    const job = sampleRole({ name: 'job', hosts: ['h1'], proxy: undefined })
    const web = sampleRole({ hosts: ['h2'] })
    const config = shop(['h1', 'h2'], [], {
      ...{ hooks: all, roles: [job, web], boot: { limit: { hosts: 1 }, waitMs: 0 } },
    })
    const fleet = fleetOf(config, { h1: 'v1', h2: 'v1' })
    expect(courseOf(planFor(config, fleet))).toEqual([
      'Hook pre-deploy (prepare) h1,h2,h3,db',
      'Prepare every host, prove h1 first',
      'Stage h2',
      'Stage roles without a proxy',
      'Hook pre-app-boot (stage) h1',
      'Hook post-app-boot (stage) h1',
      'Hook pre-app-boot (stage) h2',
      'Mark the journal',
      'Switch h2',
      'Hook post-app-boot (switch) h2',
    ])
  })

  test('a hook that is not there is no step', () => {
    const config = shop(hosts, [], { hooks: hooks('post-app-boot') })
    const plan = planFor(config, fleetOf(config, before))
    expect(stepsOf(plan).flatMap(({ hook }) => hook?.name ?? [])).toEqual(['post-app-boot'])
  })

  test('each may take its time', () => {
    const [without, one] = [hooks(), hooks('pre-deploy')].map((given) => {
      const config = shop(hosts, [], { hooks: given })
      return limitOf(planFor(config, fleetOf(config, before)))
    })
    expect(Number(one) - Number(without)).toBe(60_000)
  })

  test('a plan that is printed names each and its file', () => {
    const config = shop(hosts, [], { hooks: hooks('pre-deploy') })
    const plan = planFor(config, fleetOf(config, before))
    expect(planWords(plan).slice(1, 4)).toEqual([
      '1. Hook pre-deploy',
      '   this runner',
      '     run .kamal/hooks/pre-deploy',
    ])
    expect(commandsText(plan)).toMatch(/^# this runner: run \.kamal\/hooks\/pre-deploy\n\.kamal/)
  })
})
