import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { outputOf } from '../../../../lab/kit/processes.ts'
import { clientsFor, type PostgresServer } from '../../../../lab/kit/postgres.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectNoSecrets } from './refusal.ts'
import { errorsOf, refused, repacked, replace } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'

jest.setTimeout(120_000)

const source = `
  CREATE ROLE clerk;
  CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL DEFAULT 'nobody');
  INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cy');
  CREATE TABLE notes (body text);
  INSERT INTO notes VALUES ('first');
  CREATE TABLE orders (id serial, customer int REFERENCES customers,
    price numeric CONSTRAINT orders_price CHECK (price > 0));
  INSERT INTO orders (customer, price) VALUES (1, 1.0), (2, 2.00);
  CREATE INDEX orders_customer ON orders (customer);
  CREATE SEQUENCE countdown INCREMENT -1;
  SELECT setval('countdown', -7);
  CREATE VIEW dear AS SELECT id FROM orders WHERE price > 1;
  CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(price) FROM orders GROUP BY 1;
  CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER stamped BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
  GRANT SELECT ON customers TO clerk;
  COMMENT ON TABLE customers IS 'who buys';
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own_notes ON notes TO clerk USING (body <> '');
  CREATE FOREIGN DATA WRAPPER plain;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER plain;
  CREATE USER MAPPING FOR clerk SERVER elsewhere OPTIONS (password 'canary-one');
  SELECT lo_from_bytea(4242, 'a large object')`

type Case = readonly [what: string, sql: string, check: string, named: RegExp]

const cases: readonly Case[] = [
  [
    'a row changed',
    `UPDATE customers SET name = 'Bop' WHERE id = 2`,
    'rows and checksums',
    /public\.customers/,
  ],
  [
    'a number of the same value written in another way',
    'UPDATE orders SET price = 1.00 WHERE id = 1',
    'rows and checksums',
    /public\.orders/,
  ],
  ['a row missing', 'DELETE FROM customers WHERE id = 3', 'rows and checksums', /expected 3 rows/],
  ['a row added', `INSERT INTO notes VALUES ('second')`, 'rows and checksums', /public\.notes/],
  [
    'all rows missing',
    'TRUNCATE notes',
    'rows and checksums',
    /public\.notes: expected 1 rows, found 0 rows/,
  ],
  ['a table missing', 'DROP TABLE notes', 'tables', /public\.notes/],
  ['an extra table', 'CREATE TABLE stray (id int)', 'tables', /public\.stray/],
  ['a column missing', 'ALTER TABLE notes DROP COLUMN body CASCADE', 'tables', /public\.notes/],
  [
    'a sequence behind',
    `SELECT setval('orders_id_seq', 1)`,
    'sequences',
    /public\.orders_id_seq: expected 2, found 1/,
  ],
  [
    'a sequence that counts down behind',
    `SELECT setval('countdown', -6)`,
    'sequences',
    /public\.countdown: expected -7, found -6/,
  ],
  ['a sequence missing', 'DROP SEQUENCE countdown', 'sequences', /public\.countdown/],
  [
    'a changed default',
    `ALTER TABLE customers ALTER name SET DEFAULT 'somebody'`,
    'schema',
    /customers/,
  ],
  [
    'a dropped constraint',
    'ALTER TABLE orders DROP CONSTRAINT orders_price',
    'schema',
    /orders_price/,
  ],
  [
    'a dropped foreign key',
    'ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey',
    'schema',
    /orders_customer_fkey/,
  ],
  ['a dropped index', 'DROP INDEX orders_customer', 'schema', /orders_customer/],
  ['a dropped trigger', 'DROP TRIGGER stamped ON notes', 'schema', /stamped/],
  ['a dropped policy', 'DROP POLICY own_notes ON notes', 'schema', /own_notes/],
  ['another grant', 'GRANT DELETE ON customers TO clerk', 'schema', /TABLE customers; Type: ACL/],
  ['another owner', 'ALTER TABLE orders OWNER TO clerk', 'schema', /Name: orders; Type: TABLE/],
  [
    'a changed view',
    'CREATE OR REPLACE VIEW dear AS SELECT id FROM orders WHERE price > 2',
    'schema',
    /Name: dear; Type: VIEW/,
  ],
  [
    'a changed function',
    `CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    'schema',
    /Name: stamp\(\); Type: FUNCTION/,
  ],
  [
    'a changed comment',
    `COMMENT ON TABLE customers IS 'who bought'`,
    'schema',
    /TABLE customers; Type: COMMENT/,
  ],
  [
    'another login to a foreign server, which is not shown',
    `ALTER USER MAPPING FOR clerk SERVER elsewhere OPTIONS (SET password 'canary-two')`,
    'schema',
    /Type: USER MAPPING; .*password '\*\*\*'/s,
  ],
  [
    'a constraint that is no longer validated',
    `ALTER TABLE orders DROP CONSTRAINT orders_price;
     ALTER TABLE orders ADD CONSTRAINT orders_price CHECK (price > 0) NOT VALID`,
    'constraints',
    /orders_price/,
  ],
  ['a large object changed', `SELECT lo_put(4242, 0, 'A')`, 'large objects', /expected 1 with/],
  ['a large object missing', 'SELECT lo_unlink(4242)', 'large objects', /found 0 with/],
  [
    'a materialized view that is empty',
    'REFRESH MATERIALIZED VIEW totals WITH NO DATA',
    'materialized views',
    /public\.totals/,
  ],
]

/** pg_dump of a copy of the source in which one thing differs, under the source's name. */
const dumpChanged = async (server: PostgresServer, sql: string): Promise<Buffer> => {
  await server.query('DROP DATABASE IF EXISTS shop')
  await server.query('CREATE DATABASE shop TEMPLATE pristine')
  await server.query(sql, 'shop')
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-changed-'))
  const file = join(folder, 'dump')
  try {
    const reach = [`--host=${server.host}`, `--port=${server.port}`, '--username=postgres']
    const args = [...reach, '--format=custom', '--compress=0', `--file=${file}`, 'shop']
    await outputOf(join(clientsFor(15), 'pg_dump'), args)
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a backup whose copy is not what the manifest says', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly
  let content: Buffer

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE DATABASE shop TEMPLATE template0')
    await server().query(source, 'shop')
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') })
    expect(made).toMatchObject({ exitCode: 0 })
    content = nightly.world.artifacts[0]?.content ?? Buffer.alloc(0)
    await server().query('ALTER DATABASE shop RENAME TO pristine')
    nightly.proveLater()
  })
  afterAll(() => nightly.close())

  /** The proof of the original's manifest with the dump of a database changed by `sql`. */
  const prove = async (sql: string) => {
    const dump = await dumpChanged(server(), sql)
    const changed = await repacked(content, nightly, { dump: () => Readable.from([dump]) })
    replace(nightly, { content: changed })
    return nightly.verify()
  }

  test('is proven when nothing was changed: repacking alone is no damage', async () => {
    const result = await prove('SELECT 1')
    expect(errorsOf(result)).toBe('')
    expect(result).toMatchObject({ ...refused, exitCode: 0, outputs: { verdict: 'proven' } })
  })

  test.each(cases)('is refused for %s', async (_, sql, check, named) => {
    const result = await prove(sql)
    expect(result).toMatchObject(refused)
    const checks = JSON.parse(result.outputs['checks'] ?? '[]') as readonly unknown[]
    expect(checks).toContainEqual(expect.objectContaining({ name: check, verdict: 'failed' }))
    const told = result.annotations.filter(({ message }) => message.startsWith(`${check}: `))
    expect(told).toMatchObject([{ kind: 'error', message: expect.stringMatching(named) }])
    expect(errorsOf(result)).toMatch(/ is refused: /)
    expect(result.summary).toMatch(/^### Refused/)
    expectNoSecrets(result, ['canary'])
  })
})

describe('a backup whose restore itself uses a sequence', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
  })
  afterAll(() => nightly.close())

  test('is refused: the copy is not at the value that the archive sets', async () => {
    await server().query('CREATE DATABASE shop TEMPLATE template0')
    await server().query('CREATE SEQUENCE tickets; SELECT setval($$tickets$$, 40)', 'shop')
    const view = `CREATE MATERIALIZED VIEW drawn AS SELECT nextval('tickets') AS ticket`
    await server().query(view, 'shop')
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') })
    expect(made).toMatchObject({ exitCode: 0 })
    nightly.proveLater()
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(result.log).toContain('passed: sequences - ')
    expect(errorsOf(result)).toContain(
      'sequences as the archive sets them: 1 sequences are elsewhere\npublic.tickets: the archive sets 41, the copy has 42',
    )
  })
})

describe('a backup with an extension', () => {
  const server = serverForTests({ major: 15, packaged: true })
  let nightly: Nightly

  beforeEach(async () => {
    nightly = await startNightly()
  })
  afterAll(() => nightly.close())

  test('is refused where the proving server does not have it', async () => {
    await server().query('CREATE DATABASE shop TEMPLATE template0')
    await server().query('CREATE SCHEMA probe; CREATE EXTENSION seaworthy_probe', 'shop')
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') })
    expect(made).toMatchObject({ exitCode: 0 })
    nightly.proveLater()
    const result = await nightly.verify({ server: 'local' })
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^restore-failed: .*the extension seaworthy_probe 1\.0/)
    expect(result.log).not.toContain('comparing')
  })
})
