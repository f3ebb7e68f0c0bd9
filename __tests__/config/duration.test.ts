import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatDuration, longestMs, parseDuration } from '../../src/config/duration.ts'

describe('a duration', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['30', 30_000],
    ['0', 0],
    ['1.5s', 1500],
    ['0.05', 50],
    ['1.1', 1100],
    ['24h', longestMs],
  ])('%s is %d milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    '',
    's',
    '-1s',
    '+1',
    '1 s',
    '30 seconds',
    '1e3',
    '0.5ms',
    '0.0001',
    '25h',
    '1d',
    '1_0',
  ])('%j is refused', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: longestMs }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms)
      }),
      { numRuns: 1000 },
    )
  })

  test('is never anything but a whole number within a day', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = parseDuration(text) ?? 0
        expect(Number.isInteger(ms) && ms >= 0 && ms <= longestMs).toBe(true)
      }),
    )
  })
})
