import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectRefused } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

const shop = `
  CREATE ROLE poor LOGIN PASSWORD 's3cr3t-poor';
  CREATE ROLE reader LOGIN PASSWORD 's3cr3t-reader' IN ROLE pg_read_all_data;
  CREATE TABLE public.orders (id int PRIMARY KEY, total numeric);
  INSERT INTO public.orders SELECT n, n FROM generate_series(1, 100) n;
  CREATE TABLE public.letters (id serial PRIMARY KEY);
  CREATE SCHEMA books;
  CREATE TABLE books.ledger (id int PRIMARY KEY);
  CREATE TABLE public.tenants (id int PRIMARY KEY, owner name)`

describe('a database that the role can not read whole', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE DATABASE shop')
    await server().query(shop, 'shop')
  }, 120_000)
  afterAll(() => nightly.close())

  const urlAs = (role: string) =>
    `postgres://${role}:s3cr3t-${role}@127.0.0.1:${server().port}/shop`
  const refusedAs = async (role: string): Promise<string> => {
    const result = await nightly.backup({ 'database-url': urlAs(role) })
    return expectRefused(result, nightly, 'database-not-ready', [`s3cr3t-${role}`])
  }

  test('every missing right is told at once, with the statement that grants it', async () => {
    const said = await refusedAs('poor')
    for (const grant of [
      'GRANT USAGE ON SCHEMA "books" TO "poor";',
      'GRANT SELECT ON "books"."ledger" TO "poor";',
      'GRANT SELECT ON "public"."letters", "public"."orders", "public"."tenants" TO "poor";',
      'GRANT SELECT ON SEQUENCE "public"."letters_id_seq" TO "poor";',
    ])
      expect(said).toContain(grant)
  }, 120_000)

  test('the statements that it tells are all that is missing', async () => {
    const said = await refusedAs('poor')
    const grants = new Set(said.match(/GRANT [^\n]*;/g))
    await server().query([...grants].join('\n'), 'shop')
    const result = await nightly.backup({ 'database-url': urlAs('poor') })
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    nightly.world.artifacts.length = 0
  }, 120_000)

  test('row-level security that would hide rows', async () => {
    await server().query('ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY', 'shop')
    const said = await refusedAs('reader')
    await server().query('ALTER TABLE public.tenants DISABLE ROW LEVEL SECURITY', 'shop')
    expect(said).toContain(
      'Row-level security would hide rows of 1 table from reader: public.tenants',
    )
    expect(said).toContain('ALTER ROLE "reader" BYPASSRLS;')
  }, 120_000)

  test('a table that another session keeps locked, by name and with the process to end', async () => {
    const holder = await server().connect('shop')
    try {
      await holder.query('BEGIN; LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE')
      const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      const said = await refusedAs('reader')
      expect(said).toContain(`public.orders is locked ACCESS EXCLUSIVE by process ${rows[0]?.pid}`)
      expect(said).toContain(`SELECT pg_terminate_backend(${rows[0]?.pid});`)
    } finally {
      await holder.end()
    }
  }, 120_000)
})
