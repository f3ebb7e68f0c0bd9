import { describe, expect, test } from '@jest/globals'
import { planWords } from '../../../src/rollout/report/plan-words.ts'
import { summary } from '../../../src/rollout/report/summary.ts'
import { timeline } from '../../../src/rollout/report/timeline.ts'
import { eventsOf, fleetOf, planFor, resultOf, rolloutOf, shop } from './fixtures.ts'

const hosts = Array.from({ length: 30 }, (_, index) => `10.0.0.${String(index + 1)}`)
const config = shop(hosts, hosts.slice(0, 20))
const before = fleetOf(config, Object.fromEntries(hosts.map((host) => [host, 'v2'])))
const plan = planFor(config, before)
const events = eventsOf(plan)

describe('thirty hosts and fifty containers', () => {
  test('are planned in a screen of words: hosts on which the same is done stand together', () => {
    const lines = planWords(plan)
    expect(lines.length).toBeLessThan(50)
    expect(lines.filter((line) => /^\d+\. /.test(line))).toEqual([
      '1. Prepare every host, prove 10.0.0.1 first',
      '2. Stage 10.0.0.2, 10.0.0.3, 10.0.0.4 and 26 others',
      '3. Stage roles without a proxy',
      '4. Switch 10.0.0.1',
      '5. Switch 10.0.0.2, 10.0.0.3, 10.0.0.4 and 26 others',
      '6. Mark the point of no return',
      '7. Finish 10.0.0.2, 10.0.0.3, 10.0.0.4 and 26 others',
      '8. Finish 10.0.0.1, free the lock',
    ])
  })

  test('are summed up by role, with every host below in a fold', () => {
    const result = resultOf('deployed', { rollout: rolloutOf(config), before, plan })
    const text = summary(result, events, { seconds: 12 })
    const [shown = ''] = text.split('<details>')
    expect(shown.split('\n').filter((line) => line.startsWith('|'))).toEqual([
      '| Host | Role | Before | After | Gate | Stage | Switch |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| 10.0.0.1, 10.0.0.2, 10.0.0.3 and 27 others | web | v2 | v3 | passed | up to 500 ms | up to 500 ms |',
      '| 10.0.0.1, 10.0.0.2, 10.0.0.3 and 17 others | job | v2 | v3 | passed | up to 500 ms | - |',
    ])
    const folded = text.split('<details>')[1] ?? ''
    expect(folded).toContain('<summary>Every host</summary>')
    expect(folded.match(/^\| 10\.0\.0\./gm)).toHaveLength(50)
  })

  test('are drawn as one section', () => {
    const chart = timeline(events)
    expect(chart.match(/^section .*$/gm)).toEqual(['section 30 hosts'])
    expect(chart.split('\n').length).toBeLessThan(15)
  })
})
