import { describe, expect, test } from '@jest/globals'
import { compareExtensions } from '../../../src/postgres/restore/extensions.ts'
import { globalStatements } from '../../../src/postgres/restore/globals.ts'
import { databaseEntries, objectIn } from '../../../src/postgres/restore/object-in.ts'
import { chooseRestorer, type Restorer } from '../../../src/postgres/restore/restorer.ts'
import { splitSql } from '../../../src/postgres/restore/split-sql.ts'

describe('statements of globals.sql', () => {
  test.each([
    ["SELECT ';'; SELECT 2", ["SELECT ';'", 'SELECT 2']],
    ["ALTER ROLE a SET x TO 'it''s; two\nlines';", ["ALTER ROLE a SET x TO 'it''s; two\nlines'"]],
    ['CREATE ROLE "a;""b";', ['CREATE ROLE "a;""b"']],
    ["COMMENT ON ROLE a IS E'x\\';y';", ["COMMENT ON ROLE a IS E'x\\';y'"]],
    ["SET x = 'a\\'; SELECT 1", ["SET x = 'a\\'", 'SELECT 1']],
    ['-- it; is\n/* a; b */ SELECT 1;;', ['SELECT 1']],
    ['DO $x$ a; b $x$; SELECT 1', ['DO $x$ a; b $x$', 'SELECT 1']],
    ['\\restrict abc\nSELECT 1;\n\\connect postgres\n\\unrestrict abc\n', ['SELECT 1']],
    ['', []],
  ])('%j', (sql, statements) => {
    expect(splitSql(sql)).toEqual(statements)
  })

  test('leave out what is of a session, and make tablespaces folders of the copy', () => {
    const globals = `SET default_transaction_read_only = off;
      SET client_encoding = 'UTF8';
      CREATE ROLE shop;
      ALTER ROLE shop SET default_tablespace TO 'fast';
      ALTER ROLE shop SET work_mem TO '1MB';
      CREATE TABLESPACE fast OWNER shop LOCATION '/fast';
      GRANT ALL ON TABLESPACE fast TO shop;
      COMMENT ON TABLESPACE fast IS 'x';
      GRANT a TO shop;`
    expect(globalStatements(globals)).toEqual([
      'SET allow_in_place_tablespaces = on',
      'CREATE ROLE shop',
      "ALTER ROLE shop SET work_mem TO '1MB'",
      "CREATE TABLESPACE fast OWNER shop LOCATION ''",
      'GRANT a TO shop',
    ])
  })
})

describe('the object that failed', () => {
  test.each([
    ['pg_restore: from TOC entry 215; 1259 16391 TABLE t bob\npg_restore: error: x', 'TABLE t bob'],
    ['pg_restore: error: COPY failed for table "a b": ERROR: x', 'the rows of table "a b"'],
    ['pg_restore: error: x\nCommand was: GRANT a TO b;\n\n', 'GRANT a TO b;'],
    ['pg_restore: error: input file is too short', undefined],
  ])('%j', (stderr, object) => {
    expect(objectIn(stderr)).toBe(object)
  })
})

test('of the list, the entries of the database itself are kept', () => {
  const list = `;
; Archive created at 2026-11-21
3365; 1262 16385 DATABASE - shop boss
3366; 0 0 COMMENT - DATABASE shop boss
3367; 0 0 DATABASE PROPERTIES - shop boss
3368; 0 0 ACL - DATABASE shop boss
3369; 0 0 ACL public TABLE t boss
`
  expect(databaseEntries(list)).toBe(
    '3366; 0 0 COMMENT - DATABASE shop boss\n3368; 0 0 ACL - DATABASE shop boss\n',
  )
})

test('extensions are missing, in another version, or as they were', () => {
  const wanted = ['a', 'b', 'c'].map((name) => ({ name, version: '1.0', schema: 'public' }))
  const rows = [
    { name: 'a', version: '1.0' },
    { name: 'b', version: '2.0' },
  ]
  expect(compareExtensions(wanted, rows)).toEqual({
    missing: [wanted[2]],
    drift: [{ name: 'b', wanted: '1.0', offered: '2.0' }],
  })
})

describe('the pg_restore', () => {
  const program = (major: number): Restorer => ({ kind: 'program', path: `/${major}`, major })
  const container: Restorer = { kind: 'container', container: 'x', major: 16, env: {} }
  test.each([
    [16, [program(18), program(16), program(17)], program(16)],
    [16, [program(18), program(17), program(15)], program(17)],
    [16, [container, program(16)], program(16)],
    [16, [program(16), container], program(16)],
    [16, [program(17), container], container],
  ])('for a dump of %d', (major, found, best) => {
    expect(chooseRestorer(major, found)).toEqual(best)
  })

  test('of an older major is refused', () => {
    expect(() => chooseRestorer(16, [program(15), program(14)])).toThrow(
      expect.objectContaining({
        code: 'client-missing',
        message: 'there is no pg_restore that reads an archive of pg_dump 16',
        hint: 'install the package postgresql-client-16',
        evidence: ['found: 14, 15'],
      }),
    )
  })
})
