import { describe, expect, test } from '@jest/globals'
import { compareSchemas, normaliseSchema } from '../../../src/postgres/compare/schemas.ts'

const object = (name: string, body: string) =>
  `--\n-- Name: ${name}; Type: TABLE; Schema: shop; Owner: -\n--\n\n${body}\n\n`

const dump = (token: string, version: string, ...objects: readonly string[]) =>
  [
    '--\n-- PostgreSQL database dump\n--\n',
    `\\restrict ${token}\n`,
    `-- Dumped from database version ${version}`,
    `-- Dumped by pg_dump version ${version}\n`,
    "SET client_encoding = 'UTF8';\n",
    ...objects,
    '--\n-- PostgreSQL database dump complete\n--\n',
    `\\unrestrict ${token}\n`,
  ].join('\n')

const [a, b] = [object('a', 'CREATE TABLE shop.a (n int);'), object('b', 'CREATE TABLE shop.b ();')]
const where = (name: string) => `Name: ${name}; Type: TABLE; Schema: shop; Owner: -`

test('a schema is normalised', () => {
  expect(
    normaliseSchema('\\restrict x\n-- Dumped by pg_dump\n\n\nA;\r\n\n\nB;\n\\unrestrict x\n'),
  ).toBe('A;\n\nB;\n')
})

describe('two schemas', () => {
  test('that differ in token, version and order are equal', () => {
    expect(compareSchemas(dump('x', '15.1', a, b), dump('y', '15.2', b, a))).toEqual([])
  })

  test('with another statement show both', () => {
    const other = object('a', 'CREATE TABLE shop.a (n bigint);')
    const [found, ...more] = compareSchemas(dump('x', '1', a, b), dump('x', '1', other, b))
    expect(more).toEqual([])
    expect(found).toMatchObject({ kind: 'schema', severity: 'failure', where: where('a') })
    expect(found?.expected).toContain('(n int)')
    expect(found?.found).toContain('(n bigint)')
  })

  test('are compared both ways', () => {
    expect(compareSchemas(dump('x', '1', a, b), dump('x', '1', a))).toMatchObject([
      { where: where('b'), found: 'no such statement' },
    ])
    expect(compareSchemas(dump('x', '1', a), dump('x', '1', a, b))).toMatchObject([
      { where: where('b'), expected: 'no such statement' },
    ])
  })

  test('count what is there twice', () => {
    expect(compareSchemas(dump('x', '1', a, a), dump('x', '1', a))).toHaveLength(1)
  })

  test('differ in their settings', () => {
    const [found] = compareSchemas('SET a = 1;\n', 'SET a = 2;\n')
    expect(found).toMatchObject({ where: 'settings at the start', expected: 'SET a = 1;' })
  })

  test('show the first twenty differences', () => {
    const many = Array.from({ length: 30 }, (_, index) => object(`t${index}`, 'CREATE;'))
    expect(compareSchemas(dump('x', '1', ...many), dump('x', '1'))).toHaveLength(20)
  })
})
