import { createReadStream } from 'node:fs'
import { chmod, copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { processesOn } from '../../../src/postgres/server/leftover.ts'
import type { Throwaway } from '../../../src/postgres/server/throwaway.ts'
import type { Archive } from '../../../src/postgres/restore/pg-restore.ts'
import { restoreInto } from '../../../src/postgres/restore/restore.ts'
import { ask, dump, exists, globalsOf, refusal, restoreOf, start15 } from '../server/kit.ts'

jest.setTimeout(180_000)

const fixture = `
  CREATE ROLE clerk; CREATE ROLE boss LOGIN; GRANT clerk TO boss;
  ALTER ROLE boss SET work_mem = '7MB';`
const shop = `
  CREATE EXTENSION citext;
  CREATE COLLATION german (provider = icu, locale = 'de-DE');
  CREATE SCHEMA sales AUTHORIZATION boss;
  CREATE TABLE sales.customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE german NOT NULL, mail citext UNIQUE);
  ALTER TABLE sales.customer OWNER TO boss;
  GRANT SELECT ON sales.customer TO clerk;
  INSERT INTO sales.customer (name, mail)
    SELECT 'Kundin ' || n, n || '@example.com' FROM generate_series(1, 2000) n;
  CREATE FUNCTION sales.ok() RETURNS boolean LANGUAGE sql AS 'SELECT true';
  COMMENT ON DATABASE shop IS 'the shop';
  GRANT CONNECT ON DATABASE shop TO clerk;
  ALTER DATABASE shop SET default_transaction_read_only = on;`

let folder: string
let file: string
let globals: string
let hosted: string
let source: Throwaway

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-restore-'))
  file = join(folder, 'shop.dump')
  hosted = join(folder, 'postgres.dump')
  ;({ server: source } = await start15())
  await ask(source, 'postgres', fixture)
  await ask(source, 'postgres', 'CREATE DATABASE shop OWNER boss')
  await ask(source, 'shop', shop)
  await ask(source, 'postgres', 'CREATE TABLE here (id int); INSERT INTO here VALUES (1)')
  await dump(source, 'shop', file)
  await dump(source, 'postgres', hosted)
  globals = await globalsOf(source)
})
afterAll(async () => {
  await source.stop()
  await rm(folder, { recursive: true })
})

const inNew = async <T>(use: (server: Throwaway) => Promise<T>): Promise<T> => {
  const { server, folder: home } = await start15()
  try {
    return await use(server)
  } finally {
    await server.stop()
    expect(await processesOn(join(home, 'data'))).toEqual([])
    expect(await exists(home)).toBe(false)
  }
}

const fromFile = (): Archive => ({ kind: 'file', path: file })
const fromStream = (): Archive => ({ kind: 'stream', open: () => createReadStream(file) })

const facts = `
  SELECT (SELECT count(*)::int FROM sales.customer) AS rows,
    (SELECT rolname FROM pg_roles r JOIN pg_database d ON d.datdba = r.oid WHERE datname = 'shop') AS owner,
    (SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'shop') AS comment,
    (SELECT array_to_string(datacl, ' ') FROM pg_database WHERE datname = 'shop') AS grants,
    (SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting s JOIN pg_database d
       ON d.oid = s.setdatabase WHERE datname = 'shop') AS settings,
    (SELECT array_to_string(relacl, ' ') FROM pg_class WHERE relname = 'customer') AS acl,
    (SELECT collprovider::text FROM pg_collation WHERE collname = 'german') AS collation,
    pg_has_role('boss', 'clerk', 'member') AS member`

test.each([
  ['a file', fromFile],
  ['a stream', fromStream],
])('%s restores with owner, settings, comment and grants of the database', async (_, archive) => {
  await inNew(async (server) => {
    const wanted = [{ name: 'citext', version: '1.5', schema: 'public' }]
    const restored = await restoreInto(
      server,
      restoreOf(archive(), { globals, extensions: wanted }),
    )
    expect(restored.refusedGlobals).toEqual([])
    expect(restored.extensionDrift).toEqual([{ name: 'citext', wanted: '1.5', offered: '1.6' }])
    expect(restored.milliseconds).toBeGreaterThan(0)
    const rows = await ask(server, 'shop', facts)
    expect(rows).toEqual(await ask(source, 'shop', facts))
    expect(rows).toMatchObject([{ rows: 2000, owner: 'boss', comment: 'the shop', collation: 'i' }])
  })
})

test('a database named postgres takes the place of the server’s own', async () => {
  await inNew(async (server) => {
    const archive: Archive = { kind: 'file', path: hosted }
    await restoreInto(server, restoreOf(archive, { globals, database: 'postgres' }))
    expect(await ask(server, 'postgres', 'SELECT id FROM here')).toEqual([{ id: 1 }])
  })
})

test('bootstrap-sql makes what the dump needs, in the empty copy', async () => {
  await inNew(async (server) => {
    const bootstrapSql = 'CREATE SCHEMA auth; CREATE TABLE auth.stub (id int)'
    await restoreInto(server, restoreOf(fromFile(), { globals, bootstrapSql }))
    expect(await ask(server, 'shop', 'SELECT count(*)::int AS n FROM auth.stub')).toEqual([
      { n: 0 },
    ])
  })
})

test('bootstrap-sql that fails is named', async () => {
  await inNew(async (server) => {
    const restore = restoreOf(fromFile(), { globals, bootstrapSql: 'CREATE SCHEMA auth; nonsense' })
    expect(await refusal(restoreInto(server, restore))).toMatchObject({
      message: 'bootstrap-sql failed in the empty copy',
      evidence: ['syntax error at or near "nonsense"'],
    })
  })
})

test('a missing extension is told before a role or database is made', async () => {
  await inNew(async (server) => {
    const extensions = [{ name: 'postgis', version: '3.4.2', schema: 'public' }]
    const error = await refusal(restoreInto(server, restoreOf(fromFile(), { globals, extensions })))
    expect(error).toMatchObject({
      code: 'restore-failed',
      message: 'the throw-away server does not have the extension postgis 3.4.2',
    })
    const untouched = `SELECT (SELECT count(*)::int FROM pg_roles WHERE rolname = 'boss') AS roles,
      (SELECT count(*)::int FROM pg_database) AS databases`
    expect(await ask(server, 'postgres', untouched)).toEqual([{ roles: 0, databases: 3 }])
  })
})

test('a role that is missing fails with the object that needs it', async () => {
  await inNew(async (server) => {
    const restore = restoreOf(fromFile(), { globals: 'CREATE ROLE boss' })
    const error = await refusal(restoreInto(server, restore))
    expect(error).toHaveProperty(
      'message',
      'pg_restore could not restore GRANT CONNECT ON DATABASE shop TO clerk;',
    )
    expect(error).toMatchObject({
      code: 'restore-failed',
      evidence: [expect.any(String), expect.stringContaining('role "clerk" does not exist')],
    })
  })
})

test.each([
  [
    'cut in its rows',
    async (path: string) => truncate(path, (await readFile(path)).length - 60_000),
  ],
  ['cut in its head', (path: string) => truncate(path, 2000)],
  ['no archive', (path: string) => writeFile(path, 'PGDMP?')],
])('an archive that is %s fails, and nothing is left', async (_, damage) => {
  const path = join(folder, 'broken.dump')
  await copyFile(file, path)
  await chmod(path, 0o600)
  await damage(path)
  await inNew(async (server) => {
    const archive: Archive = { kind: 'file', path }
    const error = await refusal(restoreInto(server, restoreOf(archive, { globals })))
    expect(error).toMatchObject({ code: 'restore-failed' })
  })
})

test('a stream that breaks off by an error fails', async () => {
  await inNew(async (server) => {
    let opened = 0
    const open = () => {
      const stream = createReadStream(file, { highWaterMark: 4096 })
      opened += 1
      if (opened === 3) stream.once('data', () => stream.destroy(new Error('age: wrong tag')))
      return stream
    }
    const restore = restoreOf({ kind: 'stream', open }, { globals })
    expect(await refusal(restoreInto(server, restore))).toMatchObject({
      code: 'restore-failed',
      evidence: [expect.stringContaining('input lost: age: wrong tag')],
    })
  })
})

test('a server that dies midway is named as the cause, with its log', async () => {
  const { server, folder: home } = await start15()
  const [pid] = await processesOn(join(home, 'data'))
  let opened = 0
  const slow: Archive = {
    kind: 'stream',
    open: () => {
      const stream = createReadStream(file, { highWaterMark: 1024 })
      opened += 1
      if (opened === 3) stream.once('data', () => process.kill(pid!, 'SIGQUIT'))
      return stream
    },
  }
  expect(await refusal(restoreInto(server, restoreOf(slow, { globals })))).toMatchObject({
    code: 'restore-failed',
    message: 'the throw-away server ended during the restore',
    evidence: expect.arrayContaining([expect.stringContaining('immediate shutdown request')]),
  })
  await server.stop()
  expect(await exists(home)).toBe(false)
})
