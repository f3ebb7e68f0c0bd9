import { expect, test } from '@jest/globals'
import { identifier, label, literal, qualified } from '../../../src/postgres/look/quote.ts'

test('an identifier can not be left', () => {
  expect(identifier('a"; DROP TABLE b; --')).toBe('"a""; DROP TABLE b; --"')
  expect(qualified({ schema: 's', name: 't"' })).toBe('"s"."t"""')
})

test('a string can not be left, by a backslash neither', () => {
  expect(literal("it's")).toBe("'it''s'")
  expect(literal("\\'")).toBe(" E'\\\\'''")
})

test('a name for people is on one line', () => {
  expect(label({ schema: 'shop', name: 'orders' })).toBe('shop.orders')
  expect(label({ schema: 'Shop', name: 'a\nb' })).toBe('"Shop"."a\\nb"')
})
