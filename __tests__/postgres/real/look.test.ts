import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Session } from '../../../src/postgres/database.ts'
import { readFingerprint } from '../../../src/postgres/look/fingerprint.ts'
import { lockTables } from '../../../src/postgres/look/lock-tables.ts'
import { readServer } from '../../../src/postgres/look/server.ts'
import { takeSnapshot } from '../../../src/postgres/look/snapshot.ts'
import type { RealServer } from './server.ts'
import { startServer } from './server.ts'
import { connect, databaseOf, run } from './session.ts'

const signal = new AbortController().signal
const settings = { excludeTables: [], workers: 2, signal }

jest.setTimeout(60_000)

let server: RealServer

beforeAll(async () => {
  server = startServer()
  await run(server, 'postgres', 'CREATE DATABASE shop', 'CREATE ROLE guest LOGIN')
  await run(server, 'shop', 'CREATE TABLE a (n int)', 'CREATE TABLE b (n int)')
})

afterAll(() => server.stop())

const using = async <T>(user: string, work: (session: Session) => Promise<T>): Promise<T> => {
  const session = await connect(server, 'shop', user)
  return work(session).finally(() => session.close())
}

describe('the facts of a server', () => {
  test('are read', async () => {
    const facts = await using('postgres', readServer)
    expect(facts).toEqual({
      version: expect.stringMatching(/^15\.\d+$/),
      versionNumber: expect.any(Number),
      ...{ major: 15, database: 'shop', encoding: 'UTF8', standby: false },
      systemIdentifier: expect.stringMatching(/^\d{15,}$/),
      ...{ collate: 'C.UTF-8', ctype: 'C.UTF-8', localeProvider: 'libc' },
      providerLocale: undefined,
      bytes: expect.any(Number),
    })
    expect(facts.bytes).toBeGreaterThan(1_000_000)
  })

  test('have no identifier for a role that may not ask', async () => {
    const revoke = 'REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC'
    await run(server, 'shop', revoke)
    expect((await using('guest', readServer)).systemIdentifier).toBeUndefined()
  })

  test('tell the locale of ICU', async () => {
    await run(
      server,
      'postgres',
      "CREATE DATABASE icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de'",
    )
    const session = await connect(server, 'icu')
    const facts = await readServer(session)
    await session.close()
    expect(facts).toMatchObject({ localeProvider: 'icu', providerLocale: 'de' })
  })
})

describe('a snapshot', () => {
  test('has an id, a time and a place in the log', async () => {
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    expect(snapshot.id).toMatch(/^[0-9A-F]{8}-[0-9A-F]{8}-\d+$/)
    expect(snapshot.takenAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(snapshot.walPosition).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/)
    expect(Math.abs(Date.parse(snapshot.takenAt) - Date.now())).toBeLessThan(60_000)
    await snapshot.stillThere()
    await snapshot.close()
  })

  test('does not see what is written later, while its sessions open and read', async () => {
    await run(server, 'shop', 'TRUNCATE a, b', 'INSERT INTO a SELECT generate_series(1, 100)')
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    const before = await readFingerprint(snapshot, settings)
    const move = 'WITH gone AS (DELETE FROM a WHERE n <= 10 RETURNING n) INSERT INTO b TABLE gone'
    await run(server, 'shop', move, 'CREATE TABLE later ()')
    expect(await readFingerprint(snapshot, settings)).toMatchObject({
      tables: before.tables.map(({ name, rows, checksum }) => ({ name, rows, checksum })),
    })
    await snapshot.stillThere()
    await snapshot.close()
    await run(server, 'shop', 'DROP TABLE later')
    const fresh = await takeSnapshot(databaseOf(server, 'shop'), signal)
    const after = await readFingerprint(fresh, settings)
    await fresh.close()
    expect(after.tables.map(({ rows }) => rows)).toEqual(['90', '10'])
    expect(before.tables.map(({ rows }) => rows)).toEqual(['100', '0'])
    const [one, two] = after.tables.map(({ checksum }) => BigInt(checksum))
    expect(one! + two!).toBe(BigInt(before.tables[0]!.checksum))
  })

  test('is lost with its server connection', async () => {
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    const [row] = await snapshot.session.query('SELECT pg_backend_pid() AS pid')
    await run(server, 'shop', `SELECT pg_terminate_backend(${String(row!['pid'])}, 5000)`)
    await expect(snapshot.stillThere()).rejects.toMatchObject({ code: 'snapshot-lost' })
    await expect(snapshot.open(signal)).rejects.toMatchObject({ code: 'snapshot-lost' })
    await snapshot.close()
  })

  test('is lost when its transaction ended, though the connection still answers', async () => {
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    await snapshot.session.query('COMMIT')
    await expect(snapshot.stillThere()).rejects.toMatchObject({ code: 'snapshot-lost' })
    await expect(readFingerprint(snapshot, settings)).rejects.toMatchObject({
      code: 'snapshot-lost',
    })
    await snapshot.close()
  })

  test('holds its tables against being truncated', async () => {
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    await lockTables(snapshot.session, { excludeTables: ['public.b'] })
    await run(server, 'shop', "SET lock_timeout = '100ms'", 'TRUNCATE b')
    await expect(run(server, 'shop', "SET lock_timeout = '100ms'", 'TRUNCATE a')).rejects.toThrow(
      'lock timeout',
    )
    await snapshot.close()
  })

  test('names the tables that it can not hold', async () => {
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    const migration = await connect(server, 'shop')
    await migration.query('BEGIN; LOCK TABLE a')
    await snapshot.session.query("SET LOCAL lock_timeout = '100ms'")
    await expect(lockTables(snapshot.session, { excludeTables: [] })).rejects.toMatchObject({
      code: 'database-not-ready',
      evidence: ['public.a', 'public.b'],
    })
    await migration.close()
    await snapshot.close()
  })

  test('ends all its reading at an abort', async () => {
    await run(server, 'shop', 'CREATE TABLE slow (n int)', 'INSERT INTO slow VALUES (1)')
    const controller = new AbortController()
    const snapshot = await takeSnapshot(databaseOf(server, 'shop'), signal)
    const blocker = await connect(server, 'shop')
    await blocker.query('BEGIN; LOCK TABLE slow')
    const reading = readFingerprint(snapshot, { ...settings, signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 200)
    await expect(reading).rejects.toThrow('enough')
    await blocker.close()
    await snapshot.close()
    await run(server, 'shop', 'DROP TABLE slow')
  })
})
