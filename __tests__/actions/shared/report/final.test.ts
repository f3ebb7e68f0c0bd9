import { afterEach, expect, test } from '@jest/globals'
import { finalReport } from '../../../../src/actions/shared/report/report.ts'
import { SeaworthyError } from '../../../../src/base/error.ts'

afterEach(() => {
  Reflect.deleteProperty(process.env, 'STATE_report')
})

const keep = (outcome: string, hint: string | undefined): void => {
  const report = { ok: false, changed: true, outcome, headline: 'it failed', hint }
  process.env['STATE_report'] = JSON.stringify(report)
}

/** The hint that is told when main has kept this one, and the post phase did this. */
const told = (outcome: string, hint: string | undefined, did: string | undefined) => {
  keep(outcome, hint)
  return finalReport({ did }).hint
}

test('the hint of what failed stands beside what the post phase did', () => {
  expect(told('gate-failed', 'check accessories/db/cmd', undefined)).toBe(
    'check accessories/db/cmd',
  )
  expect(told('gate-failed', 'check accessories/db/cmd', 'db on h1 is back')).toBe(
    'check accessories/db/cmd\ndb on h1 is back',
  )
  expect(told('ended', undefined, 'nothing is owed')).toBe('nothing is owed')
})

test.each(['stuck', 'recovery-stuck', 'cancelled'])(
  'the hint of what was %s goes when the post phase got it out',
  (outcome) => {
    expect(told(outcome, 'bring h1 back', 'the deploy lock is free again')).toBe(
      'the deploy lock is free again',
    )
  },
)

const lost = new SeaworthyError('recovery-stuck', 'h2 could not be reached', { hint: 'bring it' })

test('the first cause stands on top where the post phase could not finish, either', () => {
  keep('stuck', 'The lock is kept.')
  expect(finalReport({ failure: lost })).toMatchObject({
    ...{ outcome: 'stuck', headline: 'it failed', hint: 'The lock is kept.\nbring it' },
  })
})

test('what only the post phase could not finish is told as that', () => {
  keep('cancelled', undefined)
  expect(finalReport({ failure: lost })).toMatchObject({
    ...{ outcome: 'recovery-stuck', headline: 'h2 could not be reached', hint: 'bring it' },
  })
})
