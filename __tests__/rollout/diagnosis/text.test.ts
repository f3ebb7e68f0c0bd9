import { describe, expect, test } from '@jest/globals'
import {
  bodyText,
  inLine,
  lastLines,
  listed,
  memory,
  plainLines,
  shorten,
  timesOf,
} from '../../../src/rollout/diagnosis/text.ts'

describe('foreign text', () => {
  test('loses colours, controls and invisible characters', () =>
    expect(plainLines('\u001b[1mone\u001b[0m\u0000\r\n\ttwo\u202e \n\n')).toEqual(['one', '  two']))

  test('inside a line of ours is one line, and short', () => {
    expect(inLine('one\n\t two\r\nthree')).toBe('one two three')
    expect(inLine('x'.repeat(300))).toHaveLength(200)
  })

  test('has no line without end', () =>
    expect(plainLines('x'.repeat(1e6)).map(({ length }) => length)).toEqual([1000]))

  test('is cut with a mark', () => {
    expect(shorten('one two', 7)).toBe('one two')
    expect(shorten('one two three', 5)).toBe('one…')
  })
})

describe('the last lines of a log', () => {
  test('are as many as asked for', () => expect(lastLines('1\n2\n3\n', 2)).toBe('2\n3'))
  test('that repeat themselves are said once', () =>
    expect(lastLines('x\na\nb\na\nb\n', 10)).toBe('a\nb'))
  test('that only begin to repeat themselves stay', () =>
    expect(lastLines('a\nb\na\n', 10)).toBe('a\nb\na'))
  test('of nothing are empty', () => expect(lastLines('\n', 10)).toBe(''))
})

describe('the words of a page', () => {
  test.each([
    ['<h1>500 Internal Server Error</h1>\n', '500 Internal Server Error'],
    ['<title>a</title><style>b{}</style><script>c<d</script><!-- e --><p>f &amp; g</p>', 'f & g'],
    ['{"error":"a < b"}', '{"error":"a < b"}'],
    ['<p>cut off <a href="', 'cut off'],
    ['<script>never ends', ''],
    ['', ''],
  ])('%s', (body, text) => expect(bodyText(body)).toBe(text))
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is said as %j', (items, text) => expect(listed(items)).toBe(text))

test.each([
  [32 * 2 ** 20, '32 MiB'],
  [1.5 * 2 ** 30, '1.5 GiB'],
  [2 ** 30, '1 GiB'],
])('%i bytes are %s', (bytes, text) => expect(memory(bytes)).toBe(text))

test.each([
  [0, '0 times'],
  [1, '1 time'],
  [2, '2 times'],
])('%i is told as %s', (count, words) => expect(timesOf(count)).toBe(words))
