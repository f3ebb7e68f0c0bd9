import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import type { Step, Wave } from '../../../src/rollout/plan.ts'
import { createNarrator } from '../../../src/rollout/report/narrator.ts'
import { begun, eventsOf, gateFailure, three } from './fixtures.ts'
import { asText } from './show.ts'

const told = (events: readonly RolloutEvent[]): string => asText(events.flatMap(createNarrator()))

const step = (host: string, title: string): Step => ({
  phase: 'prepare',
  host,
  title,
  commands: [],
})
const pull = step('h1', 'pull v2')
const create = step('web-10', 'create web')
const wave: Wave = {
  title: 'Prepare every host',
  lanes: [
    { host: 'h1', steps: [pull] },
    { host: 'web-10', steps: [create] },
  ],
}
const opened: RolloutEvent = { kind: 'wave', at: begun, wave }
const ended: RolloutEvent = { kind: 'wave-ended', at: begun, wave }
const done = (of: Step, ms: number, warnings: readonly string[] = []): RolloutEvent => ({
  kind: 'step-done',
  at: begun + ms,
  step: of,
  ms,
  answer: undefined,
  warnings,
})

describe('the log of a rollout', () => {
  test('has a group per wave and an aligned line per step as it ends', () => {
    expect(told([opened, done(create, 340), done(pull, 75_000), ended])).toBe(
      [
        '::group::Prepare every host',
        'web-10  create web    340 ms',
        'h1      pull v2     1 min 15 s',
        '::endgroup::',
      ].join('\n'),
    )
  })

  test('says what gates answered', () => {
    expect(told(eventsOf(three.plan))).toContain(
      [
        '::group::Stage h2, h3',
        'h2  start web and prove it healthy    500 ms  200 2 times in a row after 340 ms',
        'h3  start web and prove it healthy    500 ms  200 2 times in a row after 340 ms',
        '::endgroup::',
        '::group::Stage roles without a proxy',
        'h3  start job and prove it healthy    500 ms  up for 7 s',
        '::endgroup::',
      ].join('\n'),
    )
  })

  test('says why a step failed, in one line', () => {
    const fails = (one: Step): SeaworthyError | undefined =>
      one.phase === 'switch'
        ? new SeaworthyError(
            'script-failed',
            'kamal-proxy on h1 refused:\r\n  \u001b[31mno\u001b[0m',
          )
        : undefined
    expect(told(eventsOf(three.plan, { fails }))).toMatch(
      /::group::Switch h1\nh1 {2}switch web to v3 {4}500 ms {2}failed: kamal-proxy on h1 refused: no\n::endgroup::$/,
    )
  })

  test('of a gate that said no it says the cause', () => {
    const fails = (one: Step) =>
      one.host === 'h1' && one.phase === 'stage' ? gateFailure('h1') : undefined
    expect(told(eventsOf(three.plan, { fails }))).toContain(
      'h1  start web and prove it healthy    500 ms  failed: web on h1 listens on 127.0.0.1 only\n',
    )
  })

  test('turns what was only tried and failed into a warning', () => {
    expect(told([opened, done(pull, 10, ['prune-images']), ended])).toContain(
      '\n::warning::h1: prune-images failed\n',
    )
  })

  test('keeps notes outside of groups, and goes on with the group after them', () => {
    const note: RolloutEvent = { kind: 'note', at: begun, text: 'waiting for the\ndeploy lock' }
    expect(told([note, opened, done(pull, 10), note, done(create, 20), ended, note])).toBe(
      [
        'waiting for the deploy lock',
        '::group::Prepare every host',
        'h1      pull v2        10 ms',
        '::endgroup::',
        'waiting for the deploy lock',
        '::group::Prepare every host, continued',
        'web-10  create web     20 ms',
        '::endgroup::',
        'waiting for the deploy lock',
      ].join('\n'),
    )
  })

  test('says how long it rests after a wave', () => {
    expect(told([{ ...opened, wave: { ...wave, restMs: 10_000 } }])).toBe(
      '::group::Prepare every host, then wait 10 s',
    )
  })

  test('never opens a group inside another', () => {
    const lines = [...eventsOf(three.plan), opened, opened, ended].flatMap(createNarrator())
    let depth = 0
    for (const { kind } of lines) {
      if (kind === 'group') depth += 1
      if (kind === 'end-group') depth -= 1
      expect([0, 1]).toContain(depth)
    }
    expect(depth).toBe(0)
  })
})
