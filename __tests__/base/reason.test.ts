import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { callReason, messageOf, wordsOf } from '../../src/base/reason.ts'

describe('what was thrown, in words', () => {
  test.each([
    [new Error('no'), 'no'],
    [{ message: 'of another realm' }, 'of another realm'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ])('%p', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message)
  })

  test('has the evidence of what is explained', () => {
    const error = new SeaworthyError('disk-full', 'no space', { evidence: ['strerror'] })
    expect([wordsOf(error), wordsOf(new Error('no'))]).toEqual([['no space', 'strerror'], ['no']])
  })
})

test.each([
  [{ message: 'fetch failed', cause: { message: 'connect ECONNREFUSED' } }, 'connect ECONNREFUSED'],
  [{ message: 'fetch failed', cause: { message: '' } }, 'fetch failed'],
  [new Error('aborted'), 'aborted'],
])('a call fails by its cause: %j', (thrown, reason) => {
  expect(callReason(thrown)).toBe(reason)
})
