import { expect, test } from '@jest/globals'
import { isOlder, isVersionNumber } from '../../../src/config/check/versions.ts'

test.each([
  ['2.12.0', '2.12.1'],
  ['2.9.0', '2.12.0'],
  ['2.12.0', '3'],
  ['2.12.0.rc1', '2.12.0'],
  ['2.12.0-beta', '2.12.0'],
  ['v0.9.1', '0.9.2'],
  ['2.12.0.a', '2.12.0.b'],
])('%s is older than %s, and not the other way round', (older, newer) => {
  expect([isOlder(older, newer), isOlder(newer, older)]).toEqual([true, false])
})

test.each([
  ['2.12.0', '2.12'],
  ['v0.9.2', '0.9.2'],
])('%s and %s are the same', (a, b) => {
  expect([isOlder(a, b), isOlder(b, a)]).toEqual([false, false])
})

test.each(['latest', '', '1..2', 'v', '>= 2'])('%j is no version', (text) => {
  expect(isVersionNumber(text)).toBe(false)
})
