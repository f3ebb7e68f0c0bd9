import type { Client } from 'pg'
import type { PostgresServer } from './postgres.ts'

/** What the writer moves about never changes: `SELECT sum(amount)` over both tables, and their rows. */
export const writerSum = 100_000
export const writerRows = 1000

export interface Writer {
  /** Ends it after its transaction; returns how many were committed. @throws Error of a failed one. */
  readonly stop: () => Promise<number>
}

const tables = `
  CREATE TABLE IF NOT EXISTS public.left_side (id int PRIMARY KEY, amount bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS public.right_side (id int PRIMARY KEY, amount bigint NOT NULL);
  CREATE SEQUENCE IF NOT EXISTS public.moves;
  INSERT INTO public.left_side SELECT n, 100 FROM generate_series(1, ${writerRows}) n
    WHERE NOT EXISTS (SELECT FROM public.left_side UNION ALL SELECT FROM public.right_side)`

/** A statement for each table, so that a copy of no single moment shows. */
const moveRows = (from: string, to: string): string => `
  BEGIN;
  CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
    SELECT id, amount FROM public.${from} ORDER BY random() LIMIT 10;
  DELETE FROM public.${from} WHERE id IN (SELECT id FROM moving);
  INSERT INTO public.${to} SELECT id, amount FROM moving;
  SELECT nextval('public.moves');
  COMMIT`

const moveAmounts = (from: string, to: string): string => `
  BEGIN;
  CREATE TEMPORARY TABLE giving ON COMMIT DROP AS
    SELECT f.id AS giver, t.id AS taker
    FROM (SELECT id FROM public.${from} LIMIT 1) f, (SELECT id FROM public.${to} LIMIT 1) t;
  UPDATE public.${from} SET amount = amount - 7 WHERE id IN (SELECT giver FROM giving);
  UPDATE public.${to} SET amount = amount + 7 WHERE id IN (SELECT taker FROM giving);
  COMMIT`

const moves = [
  moveRows('left_side', 'right_side'),
  moveAmounts('left_side', 'right_side'),
  moveRows('right_side', 'left_side'),
  moveAmounts('right_side', 'left_side'),
]

const write = async (client: Client, stopped: AbortSignal): Promise<number> => {
  let count = 0
  try {
    for (; !stopped.aborted; count += 1) await client.query(moves[count % moves.length] ?? '')
    return count
  } finally {
    await client.end()
  }
}

/**
 * Moves rows and amounts between `public.left_side` and `public.right_side` all the time. In every
 * consistent copy both have `writerRows` rows and the sum `writerSum` together.
 */
export const startWriter = async (server: PostgresServer, database: string): Promise<Writer> => {
  const client = await server.connect(database)
  await client.query(`SET client_min_messages = error; ${tables}`)
  const stopper = new AbortController()
  const writing = write(client, stopper.signal)
  // It is told by stop(), not by the process's end.
  writing.catch(() => undefined)
  return {
    stop: () => {
      stopper.abort()
      return writing
    },
  }
}
