import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { summary } from '../../../src/rollout/report/summary.ts'
import { timeline } from '../../../src/rollout/report/timeline.ts'
import { eventsOf, fleetOf, halted, heldLock, lostHost, resultOf, three } from './fixtures.ts'

const seconds = 4.23
const events = eventsOf(three.plan)
const head = [
  '| Host | Role | Before | After | Gate | Stage | Switch |',
  '| --- | --- | --- | --- | --- | --- | --- |',
]
const chart = (of: typeof events): readonly string[] => [
  '### Timeline',
  '',
  `\`\`\`mermaid\n${timeline(of)}\`\`\``,
  '',
]

describe('the job summary of a rollout', () => {
  test('deployed: link, hosts, warnings, timeline', () => {
    const warnings = ['h2: prune-images failed', 'h3: *lost*']
    const result = resultOf('deployed', { warnings })
    const web = '| 200 2 times in a row after 340 ms | 500 ms | 500 ms |'
    expect(summary(result, events, { seconds, url: 'https://shop.example.com' })).toBe(
      [
        '## shop v3 is live on 3 hosts, 4.2 s',
        '',
        '<https://shop.example.com/>',
        '',
        ...head,
        `| h1 | web | v2 | v3 ${web}`,
        `| h2 | web | v2 | v3 ${web}`,
        `| h3 | web | v2 | v3 ${web}`,
        '| h3 | job | v2 | v3 | up for 7 s | 500 ms | - |',
        '',
        '### Warnings',
        '',
        '- h2: prune-images failed',
        '- h3: &#42;lost&#42;',
        '',
        ...chart(events),
      ].join('\n'),
    )
  })

  test.each(['javascript:alert(1)', 'shop.example.com', ''])('%j is no link', (url) => {
    expect(summary(resultOf('deployed'), [], { seconds, url }).split('\n')[2]).toBe(head[0])
  })

  test('a link is written so that it can not end early', () => {
    const url = 'https://shop.example.com/a b><img src=x>'
    expect(summary(resultOf('deployed'), [], { seconds, url })).toContain(
      '\n<https://shop.example.com/a%20b%3E%3Cimg%20src=x%3E>\n',
    )
  })

  test('unchanged: a single line', () => {
    expect(summary(resultOf('unchanged'), [], { seconds })).toBe(
      'shop v3 serves on 3 hosts already: nothing was changed\n',
    )
  })

  test('halted: what was seen on each host, then what to do, then the hosts', () => {
    const evidence = (host: string): readonly string[] => [
      `<details><summary>${host}</summary>`,
      '',
      '```text',
      'container running',
      'listens on 127.0.0.1:3000',
      '```',
      '',
      '</details>',
      '',
    ]
    expect(summary(halted.result, halted.events, { seconds })).toBe(
      [
        '## halted: v3 never got a request - web on h2 and h3 listens on 127.0.0.1 only',
        '',
        ...evidence('h2'),
        ...evidence('h3'),
        '**What to do:** let it listen on 0.0.0.0',
        '',
        'Correct the cause and deploy again: nothing is left behind, and the lock is free.',
        '',
        ...head,
        '| h1 | web | v2 | v2 | 200 2 times in a row after 340 ms | 500 ms | - |',
        '| h2 | web | v2 | v2 | failed | 500 ms | - |',
        '| h3 | web | v2 | v2 | failed | 500 ms | - |',
        '| h3 | job | v2 | v2 | - | - | - |',
        '',
        ...chart(halted.events),
      ].join('\n'),
    )
  })

  test('blocked: who holds the lock, and no hosts', () => {
    expect(summary(resultOf('blocked', { error: heldLock }), [], { seconds })).toBe(
      [
        '## blocked: nothing was changed - the deploy lock on h1 is held by alice since 2026-06-18T07:58:00Z, version v9: Hotfix',
        '',
        '<details><summary>What was seen</summary>',
        '',
        '```text',
        'it was taken by hand, so it is not waited for',
        '```',
        '',
        '</details>',
        '',
        '**What to do:** wait until it is released',
        '',
      ].join('\n'),
    )
  })

  test('stuck: a heading per cause, and what serves as it was looked up', () => {
    const { failures } = halted.result
    const after = fleetOf(three.config, { h1: 'v3', h3: undefined })
    const text = summary(resultOf('stuck', { error: lostHost, failures }), [], { seconds, after })
    expect(text.match(/^#.*$/gm)).toEqual([
      '## stuck: v3 is neither complete nor taken back - h2 could not be reached, so it is not known what serves there',
      '### h2 could not be reached, so it is not known what serves there',
      '### web on h2 and h3 listens on 127.0.0.1 only',
    ])
    expect(text).toContain('**What to do:** bring h2 back and run the deploy again')
    expect(text).toContain('| h1 | web | v2 | v3 |')
    expect(text).toContain('| h2 | web | v2 | not known |')
    expect(text).toContain('| h3 | web | v2 | nothing |')
  })

  test('undone and cancelled: hosts and timeline', () => {
    for (const outcome of ['undone', 'cancelled'] as const) {
      const text = summary(resultOf(outcome), events, { seconds })
      expect(text).toContain(head.join('\n'))
      expect(text).toContain('```mermaid\n')
    }
  })

  test('planned: the plan, its commands folded, no secret', () => {
    const text = summary(resultOf('planned'), [], { seconds })
    expect(text).toMatch(
      /^## shop v3 can go to 3 hosts: nothing was changed\n\nRun it again without dry-run to deploy\.\n\n```text\nDeploy v3 to h1, h2, h3: 8 waves/,
    )
    expect(text).toContain(
      '<details><summary>Every command of this plan</summary>\n\n```text\n# h1',
    )
    expect(text).not.toContain('canary')
  })
})

describe('what a host said', () => {
  const [failure] = halted.result.failures
  const said = (message: string, evidence: string) => {
    const error = new SeaworthyError('docker-refused', message, { evidence: [evidence] })
    return resultOf('halted', { failures: failure === undefined ? [] : [{ ...failure, error }] })
  }

  test('is no Markdown in a headline and can not leave its block', () => {
    const text = summary(said('no <img src=x> on h2', 'a\n```\n# b'), [], { seconds })
    expect(text).toContain(' - no &lt;img src=x&gt; on h2\n')
    expect(text).toContain('````text\na\n```\n# b\n````\n')
  })

  test('is redacted before a secret is made unrecognisable', () => {
    const redact = (text: string): string => text.replaceAll('pa*s_w', '***')
    const text = summary(said('pa*s_w', 'pa*s_w'), [], { seconds, redact })
    expect(text).toContain('h2: &#42;&#42;&#42;\n')
    expect(text).not.toContain('pa')
  })
})
