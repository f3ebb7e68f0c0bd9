import type { Fingerprint } from '../../../src/postgres/facts.ts'

/** A database as far as a look at it and a schema dump show it. */
export interface Database {
  readonly print: Fingerprint
  /** Statements of `pg_dump --schema-only`, each under its heading. */
  readonly schema: readonly string[]
}

const statement = (name: string, type: string, sql: string): string =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: shop; Owner: -\n--\n\n${sql}\n\n`

export const source: Database = {
  print: {
    tables: [
      { schema: 'shop', name: 'orders', rows: '10', checksum: '-5', columns: ['a', 'b'], bytes: 1 },
      { schema: 'shop', name: 'items', rows: '3', checksum: '77', columns: ['id'], bytes: 1 },
    ],
    leftOut: [{ schema: 'shop', name: 'logs', kind: 'excluded', reason: 'asked for' }],
    sequences: [
      { schema: 'shop', name: 'ids', lastValue: '7', isCalled: true },
      { schema: 'shop', name: 'down', lastValue: '-4', isCalled: true, increment: '-1' },
      { schema: 'shop', name: 'new', lastValue: '1', isCalled: false },
    ],
    materializedViews: [{ schema: 'shop', name: 'totals', populated: true }],
    largeObjects: { count: '1', checksum: '2' },
    extensions: [{ name: 'hstore', version: '1.8', schema: 'public' }],
    notValidConstraints: ['shop.items.known'],
  },
  schema: [
    statement(
      'orders',
      'TABLE',
      'CREATE TABLE shop.orders (\n    a integer DEFAULT 1,\n    b text\n);',
    ),
    statement('orders_b', 'INDEX', 'CREATE INDEX orders_b ON shop.orders USING btree (b);'),
    statement('orders positive', 'CHECK CONSTRAINT', 'ALTER TABLE shop.orders ADD CHECK (a > 0);'),
    statement(
      'audit',
      'TRIGGER',
      'CREATE TRIGGER audit AFTER INSERT ON shop.orders EXECUTE FUNCTION f();',
    ),
    statement(
      'f()',
      'FUNCTION',
      "CREATE FUNCTION shop.f() RETURNS trigger AS 'BEGIN RETURN NEW; END';",
    ),
    statement('TABLE orders', 'COMMENT', "COMMENT ON TABLE shop.orders IS 'all of them';"),
    statement('TABLE orders', 'ACL', 'GRANT SELECT ON TABLE shop.orders TO reader;'),
  ],
}

/** As pg_dump prints it: with a version and a token that differ from dump to dump. */
export const schemaText = ({ schema }: Database, dumpedAt: string): string =>
  `\\restrict ${dumpedAt}\n-- Dumped by pg_dump version ${dumpedAt}\n\n${schema.join('')}--\n-- PostgreSQL database dump complete\n--\n`
