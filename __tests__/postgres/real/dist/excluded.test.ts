import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectRefused } from './refusal.ts'
import { errorsOf } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'

jest.setTimeout(120_000)

const source = `
  CREATE TABLE logs (id serial PRIMARY KEY, line text);
  INSERT INTO logs (line) VALUES ('canary of a log');
  CREATE TABLE "Old Logs" (id bigint GENERATED ALWAYS AS IDENTITY, line text);
  CREATE TABLE customers (id int PRIMARY KEY);
  INSERT INTO customers VALUES (1);
  CREATE TABLE orders (customer int CONSTRAINT of_somebody REFERENCES customers);
  INSERT INTO orders VALUES (1)`

describe('a backup without some of the tables', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    await server().query('CREATE DATABASE shop TEMPLATE template0')
    await server().query(source, 'shop')
  })
  beforeEach(async () => {
    nightly = await startNightly()
  })
  afterEach(() => nightly.close())

  const backup = (tables: string) =>
    nightly.backup({ 'database-url': server().urlOf('shop'), 'exclude-tables': tables })

  test('says which, and its copy is proven', async () => {
    const made = await backup('public.logs\npublic."Old Logs"')
    expect(errorsOf(made)).toBe('')
    expect(made).toMatchObject({ exitCode: 0, outputs: { tables: '2', rows: '2' } })
    expect(JSON.parse(made.outputs['manifest'] ?? '')).toMatchObject({ tables: 2, leftOut: 2 })
    expect(made.summary).toContain('exclude-tables: public.logs')
    nightly.proveLater()
    const proof = await nightly.verify({ smoke: `sql: SELECT to_regclass('logs') IS NULL` })
    expect(errorsOf(proof)).toBe('')
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  })

  test('is refused where an entry leaves nothing out: nobody would notice what is in it', async () => {
    const tables = 'public.logs\npublic.Old?Logs\nshop.customers\naudit.*'
    const said = expectRefused(await backup(tables), nightly, 'database-not-ready')
    expect(said).toContain('3 problems')
    for (const line of [
      'exclude-tables: "public.Old?Logs" matches no table, view or sequence',
      'Did you mean public."Old Logs"? Correct it, or take the entry out',
      'exclude-tables: "shop.customers" matches no table, view or sequence',
      'Did you mean public.customers? Correct it, or take the entry out',
      'exclude-tables: "audit.*" matches no table, view or sequence',
    ])
      expect(said).toContain(line)
  })

  test('is refused where it would not restore: a table that is kept refers to them', async () => {
    const said = expectRefused(await backup('public.customers'), nightly, 'database-not-ready')
    expect(said).toContain(
      'public.customers is excluded, but the backup does not restore without it: constraint of_somebody on table orders',
    )
  })
})
