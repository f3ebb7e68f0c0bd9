import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { compareFingerprints } from '../../../src/postgres/compare/fingerprints.ts'
import { mutateAndNotice } from '../../../src/postgres/compare/self-test.ts'
import type { Fingerprint } from '../../../src/postgres/facts.ts'
import { readFingerprint } from '../../../src/postgres/look/fingerprint.ts'
import { quietOpener } from '../../../src/postgres/look/snapshot.ts'
import { fixture } from './fixture.ts'
import type { RealServer } from './server.ts'
import { startServer } from './server.ts'
import { connect, databaseOf, run } from './session.ts'
import { untilEmpty } from './until-empty.ts'

const signal = new AbortController().signal
const settings = { excludeTables: [], workers: 3, signal }

jest.setTimeout(60_000)

let server: RealServer
let whole: Fingerprint

const read = (
  database: string,
  options: { excludeTables?: readonly string[] } = {},
): Promise<Fingerprint> =>
  readFingerprint(quietOpener(databaseOf(server, database)), { ...settings, ...options })

beforeAll(async () => {
  server = startServer()
  await run(server, 'postgres', 'CREATE DATABASE source', 'CREATE DATABASE hollow')
  await run(server, 'source', ...fixture)
  whole = await read('source')
})

afterAll(() => server.stop())

const table = (print: Fingerprint, name: string) => print.tables.find((one) => one.name === name)

describe('a fingerprint of a difficult database', () => {
  test('has every table once: partitions, not their parent', () => {
    const rows = Object.fromEntries(whole.tables.map(({ name, rows: count }) => [name, count]))
    expect(rows).toEqual({
      ["ta'ble\nü \\ "]: '1',
      ...{ checked: '1', child: '1', dropped: '1', generated: '1', kinds: '4', no_columns: '1' },
      ...{ nothing: '0', parent: '1', serials: '1', toasted: '1', twins: '3', unlogged: '1' },
      ...{ events_old: '1', events_rest: '2' },
    })
  })

  test('names columns in order of name, without generated and dropped ones', () => {
    expect(table(whole, 'dropped')?.columns).toEqual(['a', 'z'])
    expect(table(whole, 'generated')?.columns).toEqual(['a'])
    expect(table(whole, 'child')?.columns).toEqual(['a', 'b', 'c'])
    expect(table(whole, "ta'ble\nü \\ ")?.columns).toEqual([
      ...['Capital "x"', "o'clock", 'select', 't'],
    ])
  })

  test('has no sum for no rows', () => {
    expect(table(whole, 'nothing')).toMatchObject({ rows: '0', checksum: '0' })
    expect(table(whole, 'no_columns')?.checksum).not.toBe('0')
  })

  test('has sequences, views, extensions, constraints and large objects', () => {
    expect(whole.sequences).toEqual([
      { schema: 'shop', name: 'down', lastValue: '-1', isCalled: true, increment: '-2' },
      { schema: 'shop', name: 'fresh', lastValue: '5', isCalled: false },
      { schema: 'shop', name: 'serials_id_seq', lastValue: '10', isCalled: true },
      { schema: 'shop', name: 'serials_k_seq', lastValue: '1', isCalled: true },
    ])
    expect(whole.materializedViews).toEqual([
      { schema: 'shop', name: 'full', populated: true },
      { schema: 'shop', name: 'hollow', populated: false },
    ])
    expect(whole.extensions.map(({ name, schema }) => [name, schema])).toEqual([
      ...[
        ['hstore', 'shop'],
        ['plpgsql', 'pg_catalog'],
        ['postgres_fdw', 'public'],
      ],
    ])
    expect(whole.notValidConstraints).toEqual(['shop.checked.positive'])
    expect(whole.largeObjects.count).toBe('3')
    expect(whole.leftOut).toEqual([
      {
        ...{ schema: 'shop', name: 'abroad', kind: 'foreign' },
        reason: 'its rows live on another server',
      },
    ])
  })

  test('leaves excluded tables out, and says so', async () => {
    const print = await read('source', { excludeTables: ['shop.events_*', 'shop.serials'] })
    expect(print.leftOut.filter(({ kind }) => kind === 'excluded')).toEqual(
      ['events_old', 'events_rest', 'serials'].map((name) => ({
        ...{ schema: 'shop', name, kind: 'excluded' },
        reason: `exclude-tables: ${name === 'serials' ? 'shop.serials' : 'shop.events_*'}`,
      })),
    )
    // A serial column's sequence is dumped on its own; an identity column's goes with its table.
    expect(print.sequences.map(({ name }) => name)).toEqual(['down', 'fresh', 'serials_k_seq'])
  })

  test.each([
    ...["timezone = 'Asia/Tokyo'", "datestyle = 'SQL, DMY'", "intervalstyle = 'sql_standard'"],
    ...["bytea_output = 'escape'", 'extra_float_digits = 0', "search_path = 'shop'"],
    ...["xmloption = 'document'", 'quote_all_identifiers = on'],
  ])('is the same in a database where %s', async (setting) => {
    const [name = ''] = setting.split(' ')
    await run(server, 'postgres', `ALTER DATABASE source SET ${setting}`)
    const print = await read('source')
    await run(server, 'postgres', `ALTER DATABASE source RESET ${name}`)
    expect(print).toEqual(whole)
  })

  test('is not ended by timeouts of the database', async () => {
    await run(server, 'postgres', "ALTER DATABASE source SET statement_timeout = '5min'")
    const session = await quietOpener(databaseOf(server, 'source')).open(signal)
    expect(await session.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '0' }])
    await session.close()
    await run(server, 'postgres', 'ALTER DATABASE source RESET statement_timeout')
  })

  test.each<readonly [string, string, string, string]>([
    ['a row is changed', 'checksum', 'shop.dropped', 'UPDATE shop.dropped SET z = 2'],
    ['1.0 becomes 1.00', 'checksum', 'shop.kinds', 'UPDATE shop.kinds SET n = 1.00'],
    ['-0 becomes 0', 'checksum', 'shop.kinds', 'UPDATE shop.kinds SET f = 0 WHERE f = 0'],
    [
      'one of two twins is missing',
      'rows',
      'shop.twins',
      'DELETE FROM shop.twins WHERE ctid = (SELECT min(ctid) FROM shop.twins)',
    ],
    [
      'a twin is made of another row',
      'checksum',
      'shop.twins',
      'UPDATE shop.twins SET a = 2 WHERE ctid = (SELECT min(ctid) FROM shop.twins)',
    ],
    [
      'a row is there twice',
      'rows',
      'shop.dropped',
      'INSERT INTO shop.dropped SELECT * FROM shop.dropped',
    ],
    [
      'a row moved to another partition',
      'rows',
      'shop.events_old',
      "UPDATE shop.events SET at = '2026-01-01' WHERE id = 1",
    ],
    [
      'a sequence is behind',
      'sequence-behind',
      'shop.down',
      "SELECT setval('shop.down', -1, false)",
    ],
    [
      'a large object is changed',
      'large-objects',
      'large objects',
      "SELECT lo_put(90003, 300000, 'x')",
    ],
    ['a large object is missing', 'large-objects', 'large objects', 'SELECT lo_unlink(90002)'],
    ['a table is missing', 'table-missing', 'shop.nothing', 'DROP TABLE shop.nothing'],
    ['there is a table more', 'table-extra', 'shop.more', 'CREATE TABLE shop.more ()'],
    [
      'a view is not populated',
      'view-population',
      'shop.full',
      'REFRESH MATERIALIZED VIEW shop.full WITH NO DATA',
    ],
  ])('shows it in the copy when %s', async (_, kind, where, statement) => {
    await run(server, 'postgres', 'CREATE DATABASE copy TEMPLATE source')
    await run(server, 'copy', statement)
    const print = await read('copy')
    await run(server, 'postgres', 'DROP DATABASE copy')
    expect(compareFingerprints(whole, print)).toContainEqual(
      expect.objectContaining({ kind, where, severity: 'failure' }),
    )
  })

  test('is the same in an untouched copy', async () => {
    await run(server, 'postgres', 'CREATE DATABASE copy TEMPLATE source')
    const print = await read('copy')
    await run(server, 'postgres', 'DROP DATABASE copy')
    expect(compareFingerprints(whole, print)).toEqual([])
  })

  test('names the table that could not be read, and leaves no session behind', async () => {
    await run(server, 'postgres', 'CREATE ROLE nobody LOGIN')
    await run(server, 'source', 'GRANT USAGE ON SCHEMA shop TO nobody')
    const opener = quietOpener(databaseOf(server, 'source', 'nobody'))
    await expect(readFingerprint(opener, { ...settings, sequences: [] })).rejects.toMatchObject({
      code: 'dump-failed',
      message: expect.stringMatching(/can't be read: permission denied for (table|schema)/),
    })
    const session = await connect(server, 'postgres')
    await untilEmpty(() =>
      session.query("SELECT query FROM pg_stat_activity WHERE usename = 'nobody'"),
    )
    await session.close()
  })
})

describe('the check of the comparison', () => {
  test('notices a deleted row, and puts it back', async () => {
    const session = await connect(server, 'source')
    const result = await mutateAndNotice(session, whole)
    await session.close()
    expect(result).toMatchObject({ kind: 'noticed', difference: { kind: 'rows' } })
    expect(await read('source')).toEqual(whole)
  })

  test('says so when a fingerprint does not answer to its table', async () => {
    const session = await connect(server, 'source')
    const twins = table(whole, 'twins')!
    const blind = { ...whole, tables: [{ ...twins, rows: '2', checksum: '' }] }
    await session.query('SELECT 1')
    const after = await session.query(
      `SELECT sum(hashtextextended(ROW(t.a)::text, 0))::text AS checksum FROM
        (SELECT a FROM shop.twins ORDER BY ctid OFFSET 1) AS t`,
    )
    const wrong = {
      ...blind,
      tables: [{ ...blind.tables[0]!, checksum: String(after[0]!['checksum']) }],
    }
    expect(await mutateAndNotice(session, wrong)).toEqual({ kind: 'missed', table: 'shop.twins' })
    await session.close()
  })

  test('is not possible without a row', async () => {
    const session = await connect(server, 'hollow')
    const result = await mutateAndNotice(session, await read('hollow'))
    await session.close()
    expect(result).toEqual({ kind: 'not-possible', reason: 'No table has a row' })
  })
})
