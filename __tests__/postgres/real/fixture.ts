/** A database with what makes reading tables hard. */
export const fixture: readonly string[] = [
  'CREATE SCHEMA shop; CREATE SCHEMA "Odd ""schema"""',
  `CREATE TABLE "Odd ""schema"""."ta'ble\nü \\ "(
     "select" int, "Capital ""x""" text, "t" text, "o'clock" timestamptz);
   INSERT INTO "Odd ""schema"""."ta'ble\nü \\ " VALUES (1, 'a', 'b', '2026-03-29 01:30:00+00')`,
  `CREATE TABLE shop.dropped (z int, gone text, a int);
   ALTER TABLE shop.dropped DROP COLUMN gone; INSERT INTO shop.dropped VALUES (1, 2)`,
  `CREATE TABLE shop.generated (a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
   INSERT INTO shop.generated VALUES (1)`,
  `CREATE TABLE shop.events (id int, at date) PARTITION BY RANGE (at);
   CREATE TABLE shop.events_old PARTITION OF shop.events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
   CREATE TABLE shop.events_rest PARTITION OF shop.events DEFAULT;
   INSERT INTO shop.events VALUES (1, '2025-01-01'), (2, '2026-01-01'), (3, '2026-02-02')`,
  `CREATE TABLE shop.parent (a int, b text); CREATE TABLE shop.child (b text, c int, a int);
   ALTER TABLE shop.child INHERIT shop.parent;
   INSERT INTO shop.parent VALUES (1, 'p'); INSERT INTO shop.child VALUES ('c', 2, 3)`,
  `CREATE TYPE shop.mood AS ENUM ('good', 'bad'); CREATE TYPE shop.pair AS (l int, r shop.mood);
   CREATE TABLE shop.kinds (f float8, n numeric, d date, i interval, m money, j json, b jsonb,
     e shop.mood, p shop.pair, ps shop.pair[], x xml, y bytea, r regclass, s tstzrange);
   INSERT INTO shop.kinds VALUES
     ('NaN', 'NaN', 'infinity', '1 year 2 days -3 hours', 12.3, '{"a" : 1}', '{"a": 1}', 'good',
      (1, 'bad'), ARRAY[(2, 'good')::shop.pair], '<a/>', '\\x00ff', 'shop.kinds',
      '[2026-01-01 00:00+02,)'),
     ('-0', 1.00, '0044-03-15 BC', '-1 mon', -1, 'null', '[]', 'bad', NULL, '{}', NULL, '', NULL,
      'empty'),
     ('Infinity', 1.0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
     (0.1::float8 + 0.2, 0, '2026-12-11', '36:00', 0, '1', '1', 'bad', NULL, NULL, NULL, '\\x5c',
      NULL, NULL)`,
  `CREATE TABLE shop.nothing (a int); CREATE TABLE shop.no_columns ();
   INSERT INTO shop.no_columns DEFAULT VALUES; CREATE TABLE shop.twins (a int);
   INSERT INTO shop.twins VALUES (1), (1), (2)`,
  `CREATE TABLE shop.toasted (a text);
   INSERT INTO shop.toasted SELECT string_agg(md5(g::text), '') FROM generate_series(1, 5000) g`,
  'CREATE UNLOGGED TABLE shop.unlogged (a int); INSERT INTO shop.unlogged VALUES (7)',
  `CREATE TABLE shop.serials (id int GENERATED ALWAYS AS IDENTITY (START 10), k serial);
   INSERT INTO shop.serials DEFAULT VALUES; CREATE SEQUENCE shop.fresh START 5;
   CREATE SEQUENCE shop.down INCREMENT -2 START -1; SELECT nextval('shop.down')`,
  `CREATE TABLE shop.checked (a int); INSERT INTO shop.checked VALUES (-1);
   ALTER TABLE shop.checked ADD CONSTRAINT positive CHECK (a > 0) NOT VALID`,
  `CREATE MATERIALIZED VIEW shop.full AS SELECT 1 AS a;
   CREATE MATERIALIZED VIEW shop.hollow AS SELECT 1 AS a WITH NO DATA`,
  `CREATE EXTENSION postgres_fdw; CREATE EXTENSION hstore SCHEMA shop;
   CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1');
   CREATE FOREIGN TABLE shop.abroad (a int) SERVER far`,
  `SELECT lo_from_bytea(90001, 'content'), lo_from_bytea(90002, ''),
     lo_put(lo_create(90003), 600000, 'after a hole')`,
]
