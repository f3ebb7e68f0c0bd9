import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../../src/rollout/result.ts'
import { hostReports, servedText } from '../../../src/rollout/report/hosts.ts'
import { outputsOf } from '../../../src/rollout/report/outputs.ts'
import { targetsOf } from '../../../src/rollout/target.ts'
import { digest, eventsOf, fleetOf, halted, resultOf, rolloutOf, shop, three } from './fixtures.ts'

describe('host by host', () => {
  test('a role has what served, what serves, its gate and its times', () => {
    const [, , h3] = hostReports(resultOf('deployed'), eventsOf(three.plan))
    expect(h3).toEqual({
      host: 'h3',
      roles: [
        {
          role: 'web',
          before: { version: 'v2' },
          after: { version: 'v3' },
          gate: '200 2 times in a row after 340 ms',
          stageMs: 500,
          switchMs: 500,
        },
        {
          role: 'job',
          before: { version: 'v2' },
          after: { version: 'v3' },
          gate: 'up for 7 s',
          stageMs: 500,
          switchMs: undefined,
        },
      ],
    })
  })

  test.each<[Outcome, string]>([
    ['deployed', 'v3'],
    ['unchanged', 'v3'],
    ['planned', 'v2'],
    ['halted', 'v2'],
    ['undone', 'v2'],
    ['blocked', 'v2'],
    ['stuck', 'not known'],
    ['cancelled', 'not known'],
  ])('after %s it serves %s, unless a look says otherwise', (outcome, version) => {
    const after = (fleet?: typeof three.before): string | undefined => {
      const served = hostReports(resultOf(outcome), [], fleet)[0]?.roles[0]?.after
      return served === undefined ? undefined : servedText(served)
    }
    expect(after()).toBe(version)
    expect(after(fleetOf(three.config, { h1: 'v7' }))).toBe('v7')
    expect(after(fleetOf(three.config, { h1: undefined }))).toBe('nothing')
    expect(after({})).toBe('not known')
  })

  test('marking the journal is no switch', () => {
    const config = shop(['h1'], ['h0'])
    const rollout = rolloutOf(config, { lockHost: 'h1' })
    const fleet = fleetOf(config, { h1: 'v2', h0: 'v2' })
    const mark = three.plan.waves[3]?.lanes[0]?.steps[0]
    expect(mark?.phase).toBe('switch')
    const step = { phase: 'switch', host: 'h1', title: 'mark the journal', commands: [] } as const
    const events = [
      { kind: 'step-done', at: 9, step, ms: 9, answer: undefined, warnings: [] },
    ] as const
    const result = resultOf('halted', { rollout, before: fleet })
    expect(hostReports(result, events)[0]?.roles[0]?.switchMs).toBeUndefined()
  })
})

describe('the outputs', () => {
  test('are text, with hosts and plan as JSON', () => {
    const outputs = outputsOf(halted.result, halted.events, { seconds: 4.23 })
    expect({ ...outputs, hosts: undefined, plan: undefined }).toEqual({
      version: 'v3',
      'previous-version': 'v2',
      image: `ghcr.io/acme/shop@${digest}`,
      digest,
      outcome: 'halted',
      hosts: undefined,
      plan: undefined,
      seconds: '4.2',
    })
    const web = { role: 'web', before: 'v2', after: 'v2' }
    expect(JSON.parse(outputs.hosts)).toEqual([
      { host: 'h1', roles: [{ ...web, gate: '200 2 times in a row after 340 ms' }] },
      { host: 'h2', roles: [{ ...web, gate: 'failed' }] },
      {
        host: 'h3',
        roles: [
          { ...web, gate: 'failed' },
          { ...web, role: 'job', gate: null },
        ],
      },
    ])
    expect(JSON.parse(outputs.plan)).toMatchObject({ title: 'Deploy v3 to h1, h2, h3' })
    expect(outputs.plan).not.toContain('canary')
  })

  test('of a first deploy have no previous version', () => {
    const before = fleetOf(three.config, { h1: undefined, h2: undefined, h3: undefined })
    const outputs = outputsOf(resultOf('deployed', { before }), [], { seconds: 4 })
    expect(outputs['previous-version']).toBe('')
    expect(outputs.hosts).toContain('{"role":"web","before":null,"after":"v3","gate":null}')
  })

  test('of a rollout without the primary host take the first host that has its role', () => {
    const targets = targetsOf(three.config, { hosts: ['h3'], roles: [], without: [] })
    const before = fleetOf(three.config, { h3: 'v1' })
    const result = resultOf('deployed', { rollout: { ...three.rollout, targets }, before })
    expect(outputsOf(result, [], { seconds: 4 })['previous-version']).toBe('v1')
  })

  test('without a plan leave it empty', () => {
    const result = resultOf('unchanged', { plan: undefined })
    expect(outputsOf(result, [], { seconds: 0.34 })).toMatchObject({ plan: '', seconds: '0.3' })
  })
})
