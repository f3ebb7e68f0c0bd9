import { afterEach, expect, test } from '@jest/globals'
import { finalReport } from '../../../../src/actions/shared/report/report.ts'

afterEach(() => {
  Reflect.deleteProperty(process.env, 'STATE_report')
})

/** The hint that is told when main has kept this one, and the post phase did this. */
const told = (outcome: string, hint: string | undefined, did: string | undefined) => {
  const report = { ok: false, changed: true, outcome, headline: 'it failed', hint }
  process.env['STATE_report'] = JSON.stringify(report)
  return finalReport({ did }).hint
}

test('the hint of what failed stands beside what the post phase did', () => {
  expect(told('gate-failed', 'check accessories/db/cmd', undefined)).toBe(
    'check accessories/db/cmd',
  )
  expect(told('gate-failed', 'check accessories/db/cmd', 'db on h1 is back')).toBe(
    'check accessories/db/cmd\ndb on h1 is back',
  )
  expect(told('cancelled', undefined, 'nothing is owed')).toBe('nothing is owed')
})

test.each(['stuck', 'recovery-stuck'])(
  'the hint of what was %s goes when the post phase got it out',
  (outcome) => {
    expect(told(outcome, 'bring h1 back', 'the deploy lock is free again')).toBe(
      'the deploy lock is free again',
    )
  },
)
