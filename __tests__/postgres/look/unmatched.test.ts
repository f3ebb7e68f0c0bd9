import { describe, expect, test } from '@jest/globals'
import { unmatchedAmong } from '../../../src/postgres/look/problems/unmatched.ts'

const names = [
  ['public', 'logs'],
  ['public', 'Old Logs'],
  ['public', 'orders'],
  ['shop', 'audit_entries'],
].map(([schema = '', name = '']) => ({ schema, name }))

describe('an entry of exclude-tables', () => {
  test('that something matches is no problem', () => {
    expect(
      unmatchedAmong(['public.logs', 'SHOP.*', '*.o?ders', 'public."Old Logs"'], names),
    ).toEqual([])
  })

  test('that nothing matches is one, and all such entries are told', () => {
    expect(unmatchedAmong(['public.log', 'public.logs', 'audit.*'], names)).toEqual([
      {
        what: 'exclude-tables: "public.log" matches no table, view or sequence, so what it was to leave out would be backed up',
        fix: 'Did you mean public.logs? Correct it, or take the entry out',
      },
      {
        what: 'exclude-tables: "audit.*" matches no table, view or sequence, so what it was to leave out would be backed up',
        fix: 'Correct it, or take the entry out',
      },
    ])
  })

  test.each([
    ['shop.orders', 'public.orders'],
    ['public.audit_*', 'shop.audit_entries'],
    ['public.audit_entires', undefined],
    ['shop.audit_entires', 'shop.audit_entries'],
    ['public."old logs"', 'public."Old Logs"'],
    ['other.*', undefined],
  ])('%s: was %s meant?', (pattern, meant) => {
    const [problem] = unmatchedAmong([pattern], names)
    const guess = meant === undefined ? 'Correct it' : `Did you mean ${meant}? Correct it`
    expect(problem?.fix).toBe(`${guess}, or take the entry out`)
  })
})
