import { describe, expect, test } from '@jest/globals'
import {
  parseBoolean,
  parseChoice,
  parseDuration,
  parseList,
} from '../../src/github/parse-input.ts'

describe('a duration', () => {
  test.each([
    ['200ms', 200],
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['45', 45_000],
    ['0', 0],
    ['24h', 86_400_000],
    ['1.5m', 90_000],
    ['0.25', 250],
  ])('%s is %d ms', (text, value) => {
    expect(parseDuration(text)).toEqual({ value })
  })

  test.each([
    '',
    '-1s',
    '1.m',
    '.5',
    '30 s',
    '30S',
    '10min',
    '1d',
    's',
    '30s10m',
    '1e3',
    'constructor',
  ])('"%s" is refused', (text) => {
    expect(parseDuration(text)).toEqual({
      wrong: `must be a duration such as 30s or 10m (or plain seconds), not "${text}"`,
    })
  })

  test('more than a day and less than a millisecond are refused', () => {
    expect(parseDuration('24.1h')).toEqual({ wrong: 'must be at most a day, not "24.1h"' })
    expect(parseDuration('0.5ms')).toEqual({ wrong: 'is finer than 1ms: "0.5ms"' })
  })

  test('a long text is quoted in part only', () => {
    expect(parseDuration('x'.repeat(100))).toEqual({
      wrong: expect.stringMatching(/not "x{60}\.\.\."$/),
    })
  })
})

test.each([
  ['true', true],
  ['TRUE', true],
  ['False', false],
])('the boolean %s is taken', (text, value) => {
  expect(parseBoolean(text)).toEqual({ value })
})

test.each(['yes', '1', 'tRue', 'on'])('the boolean %s is refused', (text) => {
  expect(parseBoolean(text)).toEqual({ wrong: `must be true or false, not "${text}"` })
})

test('a choice is taken letter by letter, and a wrong one is told all of them', () => {
  expect(parseChoice('min', ['min', 'max'])).toEqual({ value: 'min' })
  expect(parseChoice('Min', ['min', 'max'])).toEqual({
    wrong: 'must be one of min, max, not "Min"',
  })
})

test.each([
  ['', []],
  [' , \n\n', []],
  ['a', ['a']],
  ['a, b,c', ['a', 'b', 'c']],
  ['a\r\nb\rc\nd', ['a', 'b', 'c', 'd']],
  ['# all of them\na # the first\n  # none\nb', ['a', 'b']],
  ['KEY=a#b', ['KEY=a#b']],
])('the list %j has its entries', (text, entries) => {
  expect(parseList(text)).toEqual(entries)
})
