import { expect, test } from '@jest/globals'
import { parsePairs } from '../../lab/kit/step-files.ts'

test.each([
  ['nothing', '', {}],
  ['a plain pair', 'phase=main\n', { phase: 'main' }],
  ['a value with signs in it', 'url=http://a?b=c<<d\n', { url: 'http://a?b=c<<d' }],
  ['an empty value', 'none=\n', { none: '' }],
  ['a block', 'plan<<END\none\n\ntwo=2\nEND\n', { plan: 'one\n\ntwo=2' }],
  ['an empty block', 'plan<<END\nEND\nphase=main\n', { plan: '', phase: 'main' }],
  ['a delimiter with a sign', 'plan<<a=b\none\na=b\n', { plan: 'one' }],
  ['a line that only begins like the end', 'a<<END\nEND \nEND\n', { a: 'END ' }],
  ['the last one of a name', 'a=1\na<<E\n2\nE\n', { a: '2' }],
])('%s is read', (_, text, pairs) => {
  expect(parsePairs(text)).toEqual(pairs)
})

test.each([
  ['a line without a sign', 'phase\n', "Invalid format 'phase'"],
  ['a pair without a name', '=main\n', "Invalid format '=main'"],
  ['a block without an end', 'plan<<END\none\n', "Matching delimiter not found 'END'"],
  ['a block without a delimiter', 'plan<<\none\n', "Invalid format 'plan<<'"],
])('%s is refused', (_, text, message) => {
  expect(() => parsePairs(text)).toThrow(message)
})
