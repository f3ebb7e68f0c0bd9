import { expect, test } from '@jest/globals'
import { median, spread } from '../../bench/statistics.ts'

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 10, 2, 100], 7],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('nothing has no median', () => {
  expect(() => median([])).toThrow('nothing to measure')
})

test('a spread keeps the order of its values out of it', () => {
  expect(spread([10, 9, 100])).toEqual({ min: 9, median: 10, max: 100 })
})
