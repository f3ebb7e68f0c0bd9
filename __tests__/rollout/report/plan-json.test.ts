import { describe, expect, test } from '@jest/globals'
import type { Plan } from '../../../src/rollout/plan.ts'
import { planJson } from '../../../src/rollout/report/plan-json.ts'

describe('the plan as JSON', () => {
  const long = (hosts: number, text: string): Plan => ({
    title: 'Deploy v3',
    waves: [
      {
        title: 'Prepare',
        restMs: 10,
        lanes: Array.from({ length: hosts }, (_, index) => ({
          host: `h${String(index)}`,
          steps: [
            {
              phase: 'prepare',
              host: `h${String(index)}`,
              title: 'audit',
              commands: [
                {
                  kind: 'script',
                  title: 'audit',
                  words: [{ word: 'append', path: 'log', text }],
                  changes: true,
                  timeoutMs: 1000,
                },
              ],
            },
          ],
        })),
      },
    ],
  })

  test('holds waves, lanes, steps, gates and commands as data', () => {
    expect(JSON.parse(planJson(long(1, 'x')))).toEqual({
      title: 'Deploy v3',
      limitMs: 1010,
      waves: [
        {
          title: 'Prepare',
          restMs: 10,
          lanes: [
            {
              host: 'h0',
              steps: [
                {
                  phase: 'prepare',
                  host: 'h0',
                  title: 'audit',
                  commands: [
                    {
                      kind: 'script',
                      title: 'audit',
                      words: [{ word: 'append', path: 'log', text: 'x' }],
                      changes: true,
                      timeoutMs: 1000,
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
  })

  test.each([
    ['its commands', 100, 'commands', ['title', 'limitMs', 'waves', 'omitted']],
    ['its waves', 10_000, 'waves', ['title', 'limitMs', 'omitted']],
  ])('stays below 500 kB, if need be without %s', (_, hosts, omitted, keys) => {
    const text = planJson(long(hosts, 'ü'.repeat(5000)))
    expect(Buffer.byteLength(text)).toBeLessThan(500_000)
    const parsed: unknown = JSON.parse(text)
    expect(parsed).toMatchObject({ omitted })
    expect(Object.keys(parsed ?? {})).toEqual(keys)
  })
})
