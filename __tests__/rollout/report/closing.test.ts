import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import type { Result } from '../../../src/rollout/result.ts'
import { closing, type ReportOptions } from '../../../src/rollout/report/closing.ts'
import {
  eventsOf,
  failuresIn,
  fleetOf,
  gateFailure,
  halted,
  heldLock,
  lostHost,
  resultOf,
  rolloutOf,
  shop,
  three,
} from './fixtures.ts'
import { asText } from './show.ts'

const closed = (
  result: Result,
  events: readonly RolloutEvent[] = [],
  options: Partial<ReportOptions> = {},
): readonly string[] => asText(closing(result, events, { seconds: 4.23, ...options })).split('\n')

const switchFailed = eventsOf(three.plan, {
  fails: ({ phase, host }) =>
    phase === 'switch' && host === 'h2' ? gateFailure('h2', 'answers 502') : undefined,
})

describe('the last lines of the log', () => {
  test('deployed: one line', () => {
    expect(closed(resultOf('deployed'))).toEqual(['shop v3 is live on 3 hosts, 4.2 s'])
  })

  test('deployed to one host of a destination: both are named', () => {
    const config = shop(['h1'], [], { destination: 'staging' })
    const result = resultOf('deployed', { rollout: rolloutOf(config) })
    expect(closed(result)).toEqual(['shop-staging v3 is live on h1, 4.2 s'])
  })

  test('deployed with warnings: those that were not told yet are annotated', () => {
    const warns = ({ phase, host }: { phase: string; host: string }) =>
      phase === 'finish' && host === 'h2' ? ['prune-images'] : []
    const warnings = ['h2: prune-images failed', 'h3: connection lost']
    expect(closed(resultOf('deployed', { warnings }), eventsOf(three.plan, { warns }))).toEqual([
      'shop v3 is live on 3 hosts, 4.2 s',
      'warning: h2: prune-images failed',
      '::warning::h3: connection lost',
    ])
  })

  test('unchanged and planned', () => {
    expect(closed(resultOf('unchanged', { plan: undefined }))).toEqual([
      'shop v3 serves on 3 hosts already: nothing was changed',
    ])
    expect(closed(resultOf('planned'))).toEqual([
      'shop v3 can go to 3 hosts: nothing was changed',
      'Run it again without dry-run to deploy.',
    ])
  })

  test('halted: the cause, what to do, and what was seen on each host', () => {
    expect(closed(halted.result, halted.events)).toEqual([
      'halted: v3 never got a request - web on h2 and h3 listens on 127.0.0.1 only',
      '  What to do: let it listen on 0.0.0.0',
      '  h2:',
      '    container running',
      '    listens on 127.0.0.1:3000',
      '  h3:',
      '    container running',
      '    listens on 127.0.0.1:3000',
      '',
      'Correct the cause and deploy again: nothing is left behind, and the lock is free.',
    ])
  })

  test('of several causes each has its own lines', () => {
    const [first, second] = halted.result.failures
    const failures =
      first === undefined || second === undefined
        ? []
        : [first, { ...second, error: gateFailure('h3', 'ran out of memory', [], 'out-of-memory') }]
    expect(closed(resultOf('halted', { failures }))).toEqual([
      'halted: v3 never got a request - web on h2 listens on 127.0.0.1 only',
      '',
      'web on h2 listens on 127.0.0.1 only',
      '  What to do: let it listen on 0.0.0.0',
      '  h2:',
      '    container running',
      '    listens on 127.0.0.1:3000',
      '',
      'web on h3 ran out of memory',
      '  What to do: let it listen on 0.0.0.0',
      '',
      'Correct the cause and deploy again: nothing is left behind, and the lock is free.',
    ])
  })

  test.each([
    [{ h1: 'v2', h2: 'v2', h3: 'v2' }, 'v2 serves again'],
    [{ h1: undefined, h2: undefined, h3: undefined }, 'nothing serves, as before'],
    [{ h1: 'v2', h2: 'v1', h3: 'v2' }, 'every host serves what it served before'],
  ])('undone, where %j served: %s', (versions, words) => {
    const before = fleetOf(three.config, versions)
    const result = resultOf('undone', { before, failures: failuresIn(switchFailed) })
    expect(closed(result, switchFailed)[0]).toBe(
      `undone: v3 was taken back, ${words} - web on h2 answers 502`,
    )
  })

  test('blocked: who holds the lock', () => {
    expect(closed(resultOf('blocked', { error: heldLock, plan: undefined }))).toEqual([
      'blocked: nothing was changed - the deploy lock on h1 is held by alice since 2026-06-18T07:58:00Z, version v9: Hotfix',
      '  What to do: wait until it is released',
      '  it was taken by hand, so it is not waited for',
    ])
  })

  test('stuck: the host, the next step, the first cause, and where every host stands', () => {
    const failures = failuresIn(switchFailed)
    const after = fleetOf(three.config, { h1: 'v2', h3: undefined })
    expect(
      closed(resultOf('stuck', { error: lostHost, failures }), switchFailed, { after }),
    ).toEqual([
      'stuck: v3 is neither complete nor taken back - h2 could not be reached, so it is not known what serves there',
      '',
      'h2 could not be reached, so it is not known what serves there',
      '  What to do: bring h2 back and run the deploy again, or leave it out with "without-hosts: h2"',
      '  h2: connect ETIMEDOUT',
      '',
      'web on h2 answers 502',
      '  What to do: let it listen on 0.0.0.0',
      '  h2:',
      '    container running',
      '    listens on 127.0.0.1:3000',
      '',
      'h1: web serves v2, before v2',
      'h2: web served v2 before; what serves now is not known',
      'h3: web serves nothing, before v2',
      'h3: job serves nothing, before v2',
      '',
      'The deploy lock is kept on purpose. The next deploy recovers first.',
    ])
  })

  test('cancelled: who goes back', () => {
    expect(closed(resultOf('cancelled'))).toEqual([
      'cancelled: v3 was not completed',
      'The post step of this job goes back. Should it be ended too, the next deploy does so.',
    ])
  })

  test('cancelled: that its steps were cancelled is not told as a cause', () => {
    const [first] = halted.result.failures
    const because = (error: SeaworthyError) =>
      closed(resultOf('cancelled', { failures: first === undefined ? [] : [{ ...first, error }] }))
    expect(because(new SeaworthyError('cancelled', 'h2: cancelled.'))[0]).toBe(
      'cancelled: v3 was not completed',
    )
    expect(because(new SeaworthyError('host-lost', 'h2 went away'))[0]).toBe(
      'cancelled: v3 was not completed - h2 went away',
    )
  })

  test('of a host with much to show head and tail are shown, 20 lines in all', () => {
    const [first] = halted.result.failures
    const log = Array.from({ length: 30 }, (_, index) => `line ${String(index)}`)
    const failures = (lines: number) =>
      first === undefined
        ? []
        : [{ ...first, error: gateFailure('h2', 'crashed', [log.slice(0, lines).join('\n')]) }]
    const shown = (lines: number) =>
      closed(resultOf('halted', { failures: failures(lines) })).filter((text) =>
        text.startsWith('    '),
      )
    expect(shown(20)).toHaveLength(20)
    expect(shown(30)).toHaveLength(20)
    expect(shown(30).slice(7, 10)).toEqual([
      '    line 7',
      '    ... 11 lines left out, the job summary has them ...',
      '    line 19',
    ])
  })

  test.each(['halted', 'undone', 'blocked', 'stuck', 'cancelled'] as const)(
    '%s: the headline is the error that the step is annotated with',
    (outcome) => {
      expect(closing(resultOf(outcome), [], { seconds: 1 })[0]?.kind).toBe('error')
    },
  )

  test.each(['deployed', 'unchanged', 'planned'] as const)('%s is no error', (outcome) => {
    expect(closing(resultOf(outcome), [], { seconds: 1 })[0]?.kind).toBe('line')
  })
})
