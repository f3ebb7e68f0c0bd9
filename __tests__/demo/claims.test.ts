import { jest, expect, test } from '@jest/globals'
import { createClaims } from '../../demo/claims.ts'

test('a claim that does not hold is shouted, counted and kept', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const claims = createClaims()
  claims.check(true, '0 requests failed')
  claims.check(false, '3 requests failed')
  const shown = write.mock.calls.map(([text]) => String(text))
  write.mockRestore()
  expect(shown).toEqual(['   yes  0 requests failed\n', '   NO!  3 requests failed\n'])
  expect([claims.held(), claims.broken()]).toEqual([1, ['3 requests failed']])
})
