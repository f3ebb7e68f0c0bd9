import { expect, test } from '@jest/globals'
import { canonical } from '../../../src/postgres/compare/canonical.ts'

const child = (...columns: readonly string[]): string =>
  `CREATE TABLE shop.staff (\n    ${columns.join(',\n    ')}\n)\nINHERITS (shop.people);`
const policy = (roles: string, rule = 'true'): string =>
  `CREATE POLICY own ON shop.secrets TO ${roles} USING (${rule});`

test('columns of an inheriting table may come in any order', () => {
  const one = child('salary integer', 'name text DEFAULT NULL', 'id integer')
  expect(canonical(one)).toBe(
    canonical(child('id integer', 'name text DEFAULT NULL', 'salary integer')),
  )
})

test('another type, default or column of it is a difference', () => {
  const one = child('salary integer', 'id integer')
  for (const other of [
    child('salary bigint', 'id integer'),
    child('salary integer', 'id integer DEFAULT 1'),
    child('id integer'),
  ])
    expect(canonical(other)).not.toBe(canonical(one))
})

test('columns of a table that inherits nothing keep their order', () => {
  const plain = 'CREATE TABLE t (\n    b integer,\n    a integer\n);'
  expect(canonical(plain)).toBe(plain)
})

test('roles of a policy may come in any order, but not others, nor another rule', () => {
  expect(canonical(policy('b, a'))).toBe(canonical(policy('a, b')))
  expect(canonical(policy('a'))).not.toBe(canonical(policy('a, b')))
  expect(canonical(policy('a, b', 'false'))).not.toBe(canonical(policy('a, b')))
})
