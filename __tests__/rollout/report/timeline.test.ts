import { describe, expect, test } from '@jest/globals'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import type { Step } from '../../../src/rollout/plan.ts'
import { timeline } from '../../../src/rollout/report/timeline.ts'
import { begun, eventsOf, gateFailure, halted, three } from './fixtures.ts'

const stepOn = (host: string): Step => ({ phase: 'prepare', host, title: 'pull', commands: [] })

/** One step per host, each a millisecond after the one before. */
const manyHosts = (count: number, failing: readonly number[] = []): readonly RolloutEvent[] =>
  Array.from({ length: count }, (_, index): readonly RolloutEvent[] => {
    const step = stepOn(`h${String(index)}`)
    const ended = { at: begun + index + 5, ms: 5, step }
    return [
      { kind: 'step', at: begun + index, step },
      failing.includes(index)
        ? { kind: 'step-failed', ...ended, error: gateFailure(step.host) }
        : { kind: 'step-done', ...ended, answer: undefined, warnings: [] },
    ]
  }).flat()

describe('the timeline', () => {
  test('has a section per host and a bar per phase and wave, in milliseconds', () => {
    expect(timeline(eventsOf(three.plan))).toBe(
      [
        'gantt',
        'dateFormat x',
        'axisFormat %Q ms',
        'todayMarker off',
        'section h1',
        'prepare :0, 1000',
        'stage :1000, 1500',
        'switch :2500, 3000',
        'finish :3500, 4000',
        'finish :4500, 5000',
        'section h2',
        'prepare :0, 1000',
        'stage :1500, 2000',
        'switch :3000, 3500',
        'finish :4000, 4500',
        'section h3',
        'prepare :0, 1000',
        'stage :1500, 2000',
        'stage :2000, 2500',
        'switch :3000, 3500',
        'finish :4000, 4500',
        '',
      ].join('\n'),
    )
  })

  test('marks what failed', () => {
    expect(timeline(halted.events)).toContain(
      'section h2\nprepare :0, 1000\nstage failed :crit, 1500',
    )
  })

  test('shows what had not ended as far as it is known', () => {
    const step = stepOn('h1')
    const note: RolloutEvent = { kind: 'note', at: begun + 700, text: 'cancelled' }
    expect(timeline([{ kind: 'step', at: begun, step }, note])).toContain(
      'prepare :active, 0, 700\n',
    )
  })

  test('counts seconds where it took long', () => {
    const lasts = () => 3000
    expect(timeline(eventsOf(three.plan, { lasts }))).toContain('axisFormat %s s\n')
  })

  test('draws a bar for what took no time', () => {
    expect(timeline(eventsOf(three.plan, { lasts: () => 0 }))).toContain('switch :0, 1\n')
  })

  test('is empty where no step was begun', () => {
    expect(timeline([])).toBe('')
    expect(timeline([{ kind: 'note', at: begun, text: 'waiting' }])).toBe('')
  })

  test.each([
    ['2001:db8::1', '2001-db8--1'],
    ['h1; click x\n#%%', 'h1- click x----'],
    ['```', '---'],
  ])('keeps %j out of the grammar', (host, named) => {
    expect(timeline([{ kind: 'step', at: begun, step: stepOn(host) }])).toContain(
      `\nsection ${named}\nprepare :`,
    )
  })

  test('has at most 200 bars, and says how many are missing', () => {
    const every = (count: number) => Array.from({ length: count }, (_, at) => at)
    const chart = timeline(manyHosts(230, every(231)))
    expect(chart.match(/^prepare failed/gm)).toHaveLength(200)
    expect(chart).toContain('\ntitle 30 more are left out\n')
    expect(timeline(manyHosts(200, every(201)))).not.toContain('title')
  })

  test('of many hosts has one section for all that went well, and one for each that did not', () => {
    const chart = timeline(manyHosts(30, [25]))
    expect(chart.match(/^section .*$/gm)).toEqual(['section 29 hosts', 'section h25'])
    expect(chart).toContain('section 29 hosts\nprepare :')
    expect(chart).toContain('section h25\nprepare failed :crit, ')
    expect(timeline(manyHosts(12)).match(/^section/gm)).toHaveLength(12)
  })
})
