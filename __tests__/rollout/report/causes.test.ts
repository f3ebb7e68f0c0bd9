import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import type { Step } from '../../../src/rollout/plan.ts'
import { causesOf } from '../../../src/rollout/report/causes.ts'
import { gateFailure, lostHost, resultOf } from './fixtures.ts'

const on = (host: string): Step => ({ phase: 'stage', host, title: 'start', commands: [] })
const causes = (
  failures: readonly (readonly [host: string, error: SeaworthyError])[],
  error?: SeaworthyError,
  redact = (text: string): string => text,
) =>
  causesOf(
    resultOf('halted', {
      error,
      failures: failures.map(([host, error]) => ({ step: on(host), error })),
    }),
    redact,
  )

describe('the causes of a failure', () => {
  test('hosts that failed alike share one, with the evidence of each', () => {
    expect(
      causes([
        ['h1', gateFailure('h1')],
        ['h2', gateFailure('h2', undefined, ['container running'])],
      ]),
    ).toEqual([
      {
        headline: 'web on h1 and h2 listens on 127.0.0.1 only',
        remedy: 'let it listen on 0.0.0.0',
        places: [
          { host: 'h1', evidence: ['container running', 'listens on 127.0.0.1:3000'] },
          { host: 'h2', evidence: ['container running'] },
        ],
      },
    ])
  })

  test('one cause may read differently on a host, which then says so itself', () => {
    const [only, ...others] = causes([
      ['h1', gateFailure('h1', 'ended with exit code 1: KeyError', ['exit code 1'], 'crashed')],
      ['h2', gateFailure('h2', 'ended with exit code 2', ['exit code 2'], 'crashed')],
    ])
    expect(others).toEqual([])
    expect(only?.headline).toBe('web on h1 and h2 ended with exit code 1: KeyError')
    expect(only?.places[1]).toEqual({
      host: 'h2',
      evidence: ['web on h2 ended with exit code 2', 'exit code 2'],
    })
  })

  test('different causes stay apart, the first to happen on top', () => {
    const found = causes([
      ['h2', gateFailure('h2', 'ran out of memory', [], 'out-of-memory')],
      ['h1', gateFailure('h1')],
    ])
    expect(found.map(({ headline }) => headline)).toEqual([
      'web on h2 ran out of memory',
      'web on h1 listens on 127.0.0.1 only',
    ])
  })

  test('other errors are alike by their text, and get their host in front where it is missing', () => {
    const refused = (host: string) =>
      new SeaworthyError('registry-refused', 'the registry refused the pull', {
        hint: `log in on ${host}`,
      })
    const lost = new SeaworthyError('host-lost', '10.0.0.1 was lost (10.0.0.10 was not)')
    expect(
      causes([
        ['h1', refused('h1')],
        ['h10', refused('h10')],
        ['10.0.0.1', lost],
      ]).map(({ headline, remedy }) => [headline, remedy]),
    ).toEqual([
      ['h1 and h10: the registry refused the pull', 'log in on h1 and h10'],
      ['10.0.0.1 was lost (10.0.0.10 was not)', undefined],
    ])
  })

  test('an error that belongs to no step comes first', () => {
    const [first, second] = causes([['h1', gateFailure('h1')]], lostHost)
    expect(first?.headline).toBe(lostHost.message)
    expect(first?.places).toEqual([{ host: undefined, evidence: ['h2: connect ETIMEDOUT'] }])
    expect(second?.headline).toBe('web on h1 listens on 127.0.0.1 only')
  })

  test('what a host said comes redacted, in lines and without controls', () => {
    const error = new SeaworthyError('docker-refused', 'no:\r\n hun\u00adter22', {
      hint: 'not hunter22',
      evidence: ['\u001b[31mred\u001b[0m\r\nhunter22\n'],
    })
    const redact = (text: string): string => text.replaceAll('hunter22', '***')
    expect(causes([['h1', error]], undefined, redact)).toEqual([
      {
        headline: 'h1: no: ***',
        remedy: 'not ***',
        places: [{ host: 'h1', evidence: ['red', '***'] }],
      },
    ])
  })
})
