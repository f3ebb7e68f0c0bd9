import type { PostgresServer } from './postgres.ts'

/** A heap of accounts like pgbench's, a little more than half of the whole. */
const accounts = (rows: number): string => `
  CREATE TABLE public.accounts (aid int, bid int, abalance int, filler char(84));
  INSERT INTO public.accounts SELECT n, n / 100000 + 1, 0, '' FROM generate_series(1, ${rows}) n;
  ALTER TABLE public.accounts ADD PRIMARY KEY (aid)`

/** Of many types; each 5000th has 640 kB of bytes that hardly compress, all others 320. */
const docs = (rows: number): string => `
  CREATE TABLE public.docs (id int, at timestamptz, title text, body jsonb, raw bytea,
    score float8, price numeric(12, 4), tags text[]);
  INSERT INTO public.docs
  SELECT n, timestamptz '2024-01-01 00:00+00' + n * interval '1 minute', 'Document ' || md5(n::text),
    jsonb_build_object('id', n, 'hash', md5((n * 7)::text), 'words', jsonb_build_array(n % 97, 'w' || n % 1000),
      'text', repeat(md5((n * 3)::text) || ' ', 4)),
    CASE WHEN n % 5000 = 0 THEN
      (SELECT decode(string_agg(md5((n + k)::text), ''), 'hex') FROM generate_series(1, 40000) k)
    ELSE
      (SELECT decode(string_agg(md5((n * 20 + k)::text), ''), 'hex') FROM generate_series(1, 20) k) END,
    sin(n), n * 1.0001, ARRAY['t' || n % 10, 't' || n % 100]
  FROM generate_series(1, ${rows}) n;
  ALTER TABLE public.docs ADD PRIMARY KEY (id);
  CREATE INDEX docs_at ON public.docs (at);
  CREATE INDEX docs_title ON public.docs (title);
  CREATE INDEX docs_body ON public.docs USING gin (body)`

/** Measured on PostgreSQL 15 with indexes: rows of each table in a megabyte of the whole. */
const accountsPerMegabyte = 4000
const docsPerMegabyte = 280

/**
 * Makes `database` with tables `accounts` and `docs` of about
 * this size, indexes included. Made of numbers and hashes, so it is the same each time.
 * @returns the database's size in bytes.
 */
export const growDatabase = async (
  server: Pick<PostgresServer, 'query'>,
  { database, megabytes }: { readonly database: string; readonly megabytes: number },
): Promise<number> => {
  await server.query(`CREATE DATABASE "${database}" TEMPLATE template0`)
  await server.query(accounts(Math.ceil(megabytes * accountsPerMegabyte)), database)
  await server.query(docs(Math.ceil(megabytes * docsPerMegabyte)), database)
  await server.query('VACUUM ANALYZE', database)
  const [row] = await server.query('SELECT pg_database_size(current_database()) AS bytes', database)
  return Number(row?.['bytes'])
}
