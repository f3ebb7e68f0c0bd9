import { spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Session } from '../../../src/postgres/database.ts'
import { checkAmcheck } from '../../../src/postgres/proof/amcheck.ts'
import { checkFreshness } from '../../../src/postgres/proof/freshness.ts'
import { checkIndexes } from '../../../src/postgres/proof/indexes.ts'
import { checkSmokeCommand, checkSmokeSql } from '../../../src/postgres/proof/smoke.ts'
import { processesOn } from '../../../src/postgres/server/leftover.ts'
import { serverOwner } from '../../../src/postgres/server/owner.ts'
import type { Throwaway } from '../../../src/postgres/server/throwaway.ts'
import { ask, debian15, never, start15 } from '../server/kit.ts'

jest.setTimeout(120_000)

let server: Throwaway
let folder: string
let session: Session
let work: string

beforeAll(async () => {
  ;({ server, folder } = await start15())
  work = await mkdtemp(join(tmpdir(), 'sw-smoke-'))
  await ask(server, 'postgres', 'CREATE DATABASE shop')
  await ask(
    server,
    'shop',
    `CREATE TABLE item (id int PRIMARY KEY, name text, at timestamptz);
     CREATE INDEX item_name ON item (name);
     INSERT INTO item SELECT n, 'name ' || n, '2026-01-01Z' FROM generate_series(1, 3000) n;
     CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE 'no changes here'; END $$;
     CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION guard();`,
  )
  session = await server.session('shop', never)
})
afterAll(async () => {
  await session.close()
  await server.stop()
  await rm(work, { recursive: true })
})

describe('indexes', () => {
  test('that are usable pass, one that is not is named', async () => {
    expect(await checkIndexes(session)).toMatchObject({ verdict: 'passed' })
    const mark = (valid: boolean) =>
      session.query(
        `UPDATE pg_index SET indisvalid = ${valid} WHERE indexrelid = 'item_name'::regclass`,
      )
    await mark(false)
    expect(await checkIndexes(session)).toEqual({
      name: 'indexes valid',
      verdict: 'failed',
      detail: '1 indexes are not usable',
      evidence: ['public.item_name'],
    })
    await mark(true)
  })
})

describe('freshness', () => {
  const takenAt = '2026-01-02T00:00:00Z'
  const judge = (query: string, within = 26 * 3_600_000) =>
    checkFreshness(session, { query, within, takenAt })

  test.each([
    ['SELECT max(at) FROM item;', 'passed', 'the last write was 1440 min 0 s before the backup'],
    ['SELECT true', 'passed', 'the query says true'],
    [
      `SELECT now() - max(at) FROM item`,
      'passed',
      'the last write was 1440 min 0 s before the backup',
    ],
    [`SELECT date '2026-01-01'`, 'passed', 'the last write was 1440 min 0 s before the backup'],
    ['SELECT false', 'failed', 'the query says false'],
    [
      'SELECT max(at) FROM item WHERE false',
      'failed',
      'the query returned NULL: there is no such row',
    ],
    ['SELECT at FROM item', 'failed', 'the query must return one row, and returned several'],
    [
      'SELECT at FROM item WHERE false',
      'failed',
      'the query must return one row, and returned none',
    ],
    [
      'SELECT 1',
      'failed',
      'the query returned integer; it must be a boolean, timestamp, date or interval',
    ],
    ['SELECT nonsense', 'failed', 'the query failed: column "nonsense" does not exist'],
  ])('%s: %s', async (query, verdict, detail) => {
    expect(await judge(query)).toEqual({ name: 'freshness', verdict, detail })
  })

  test('an old row is refused', async () => {
    expect(await judge('SELECT max(at) FROM item -- newest', 3_600_000)).toMatchObject({
      verdict: 'failed',
      detail: 'the last write was 1440 min 0 s before the backup; at most 60 min 0 s was asked for',
    })
  })
})

describe('smoke statements', () => {
  test.each([
    ['SELECT count(*) = 3000 FROM item', 'passed'],
    ['DELETE FROM item; SELECT 1', 'passed'],
    ['SELECT count(*) > 3000 FROM item', 'failed'],
    ['SELECT sum(id) > 0 FROM item WHERE false', 'failed'],
    ['SELECT 1 / 0', 'failed'],
    ['SELECT pg_sleep(60)', 'failed'],
  ])('%s: %s', async (sql, verdict) => {
    expect(await checkSmokeSql(session, 'smoke', sql, 2000)).toMatchObject({ verdict })
    expect(await session.query('SELECT count(*)::int AS n FROM item')).toEqual([{ n: 3000 }])
  })
})

describe('a smoke command', () => {
  const smoke = (command: string, limit = 30_000) =>
    checkSmokeCommand(server, {
      ...{ name: 'smoke', command, database: 'shop', cwd: work, limit, signal: never },
      job: { path: `${join(debian15.home, 'bin')}:/usr/bin:/bin`, home: work },
    })

  test('reaches the copy by URL and by variables', async () => {
    const count = `-XAtc 'SELECT count(*) FROM item'`
    expect(await smoke(`psql "$DATABASE_URL" ${count}; psql ${count}`)).toMatchObject({
      verdict: 'passed',
      evidence: ['the command ended with exit code 0', '3000\n3000'],
    })
  })

  test('sees nothing of the job', async () => {
    process.env['SECRET_OF_THE_JOB'] = 'identity'
    const check = await smoke('env')
    delete process.env['SECRET_OF_THE_JOB']
    expect(check.evidence?.join('\n')).not.toContain('SECRET_OF_THE_JOB')
  })

  test.each([
    ['echo why; exit 4', 'the command failed', 'the command ended with exit code 4'],
    ['false | cat', 'the command failed', 'the command ended with exit code 1'],
  ])('%s fails', async (command, detail, how) => {
    const check = await smoke(command)
    expect(check).toMatchObject({ verdict: 'failed', detail })
    expect(check.evidence?.[0]).toBe(how)
  })

  test('that takes too long is ended', async () => {
    expect(await smoke('sleep 60', 300)).toMatchObject({
      verdict: 'failed',
      detail: 'the command failed after 300 ms, its time limit',
    })
  })
})

describe('amcheck', () => {
  const schemas = () => session.query('SELECT nspname FROM pg_namespace ORDER BY 1')

  test('passes on a sound copy, and leaves nothing in it', async () => {
    const before = await schemas()
    expect(await checkAmcheck(session)).toMatchObject({
      verdict: 'passed',
      detail: expect.stringMatching(/^\d+ indexes and 1 tables are sound$/),
    })
    expect(await schemas()).toEqual(before)
    expect(await session.query(`SELECT FROM pg_extension WHERE extname = 'amcheck'`)).toEqual([])
  })

  test('is skipped, not passed, where the role cannot have it', async () => {
    const plain = await server.session('shop', never)
    const refusing: Session = {
      ...plain,
      query: (sql, values) =>
        sql.includes('CREATE EXTENSION')
          ? plain.query(sql.replace('EXTENSION amcheck', 'EXTENSION amcheck_not_here'), values)
          : plain.query(sql, values),
    }
    const check = await checkAmcheck(refusing)
    await plain.close()
    expect(check).toMatchObject({ verdict: 'skipped' })
    expect(check.detail).toContain('the extension amcheck is not available')
  })

  test('says no to an index whose page was overwritten on disk', async () => {
    const [row] = await session.query(`SELECT pg_relation_filepath('item_name') AS path`)
    await session.query('CHECKPOINT')
    await session.close()
    await whileStopped(async () => {
      const file = await open(join(folder, 'data', String(row?.['path'])), 'r+')
      // Tuples of a leaf (page 1, from its end) become others; its header stays.
      await file.write(Buffer.alloc(512, 0x7f), 0, 512, 8192 + 7000)
      await file.close()
    })
    session = await server.session('shop', never)
    const check = await checkAmcheck(session)
    expect(check).toMatchObject({ name: 'amcheck', verdict: 'failed' })
    expect(check.evidence?.join('\n')).toContain('public.item_name: ')
  })

  /** Ends the server in good order, so that all is on disk, and starts the same again. */
  const whileStopped = async (act: () => Promise<void>) => {
    const data = join(folder, 'data')
    const [pid] = await processesOn(data)
    const [program = '', ...args] = (await readFile(`/proc/${pid!}/cmdline`, 'utf8')).split('\0')
    process.kill(pid!, 'SIGINT')
    while ((await processesOn(data)).length > 0) await sleep(20)
    await act()
    const owner = (await serverOwner()) ?? {}
    spawn(program, args.slice(0, -1), { ...owner, env: {}, stdio: 'ignore' }).unref()
    for (let tries = 0; tries < 200; tries += 1) {
      if (await ask(server, 'shop', 'SELECT 1').catch(() => undefined)) return
      await sleep(50)
    }
  }
})
