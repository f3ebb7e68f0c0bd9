import { messageOf } from '../../base/reason.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import type { Row, Session } from '../database.ts'
import { only, optionalText, text } from '../look/cells.ts'
import { shapeOf } from './shape.ts'

/** What one session of a database does. */
export interface Activity {
  readonly pid: number
  readonly user: string
  readonly application: string
  /** `active`, `idle in transaction`, ... */
  readonly state: string
  /** Since its statement began, or since its transaction did where it is idle in one. */
  readonly seconds: number
  /** Process ids of those that it waits for. */
  readonly blockedBy: readonly number[]
  /** Its statement without the data in it. */
  readonly statement: string
}

/** Times and states are hidden from a role that is neither the session's nor may read all statistics. */
const sessions = `
  SELECT pid::text AS pid, coalesce(usename, '')::text AS user, coalesce(application_name, '') AS application,
    coalesce(state, 'hidden') AS state, coalesce(query, '') AS query,
    extract(epoch FROM pg_catalog.clock_timestamp() -
      CASE WHEN state LIKE 'idle in transaction%' THEN xact_start ELSE query_start END)::bigint::text AS seconds,
    pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(pid), ' ') AS blocked_by
  FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND coalesce(backend_type, 'client backend') = 'client backend'
    AND pid <> pg_catalog.pg_backend_pid() AND state IS DISTINCT FROM 'idle'`

const parse = (row: Row): Activity => ({
  pid: Number(text(row, 'pid')),
  user: text(row, 'user'),
  application: text(row, 'application'),
  state: text(row, 'state'),
  seconds: Math.max(0, Number(optionalText(row, 'seconds') ?? '0')),
  blockedBy: text(row, 'blocked_by').split(' ').filter(Boolean).map(Number),
  statement: shapeOf(text(row, 'query')),
})

/** Sessions that run longer than `seconds`, wait for another one, or keep another one waiting. */
export const readActivity = async (
  session: Session,
  seconds: number,
): Promise<readonly Activity[]> => {
  const all = (await session.query(sessions)).map(parse)
  const blocking = new Set(all.flatMap(({ blockedBy }) => blockedBy))
  return all
    .filter((one) => one.seconds >= seconds || one.blockedBy.length > 0 || blocking.has(one.pid))
    .toSorted((one, other) => other.seconds - one.seconds)
}

const statementOf = `
  SELECT coalesce(state, 'hidden') AS state, coalesce(query_start::text, '') AS began
  FROM pg_catalog.pg_stat_activity
  WHERE pid = $1::int AND datname = pg_catalog.current_database() AND coalesce(backend_type, 'client backend') = 'client backend'
    AND pid <> pg_catalog.pg_backend_pid()`

const refused = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('input-invalid', message, { hint })

const waitMs = 100
const waits = 50

/**
 * Cancels the statement that a session runs, and waits up to 5 s until it has ended. The session and
 * its application go on.
 * @throws SeaworthyError `input-invalid` where there is no such statement, it may not be cancelled, or
 * it goes on.
 */
export const cancelStatement = async (session: Session, pid: number): Promise<void> => {
  const look = async (): Promise<Row | undefined> => (await session.query(statementOf, [pid]))[0]
  const before = await look()
  // Hidden from this role, it may run: whether the role may cancel it, the server knows.
  if (before === undefined || !['active', 'hidden'].includes(text(before, 'state')))
    throw refused(
      `No statement of process ${pid} runs in this database.`,
      'It may have ended. `command: sessions` lists those that run.',
    )
  const cancelled = await session
    .query('SELECT pg_catalog.pg_cancel_backend($1::int) AS done', [pid])
    .catch((error: unknown) => {
      const reason = messageOf(error)
      throw refused(
        `The statement of process ${pid} can't be cancelled: ${reason}`,
        'Use its own role, or one with pg_signal_backend.',
      )
    })
  if (only(cancelled)['done'] === true)
    for (let tries = 0; tries < waits; tries += 1) {
      const now = await look()
      const goesOn = now !== undefined && text(now, 'state') === 'active'
      if (!goesOn || text(now, 'began') !== text(before, 'began')) return
      await sleep(waitMs)
    }
  throw refused(
    `The statement of process ${pid} goes on though it was cancelled.`,
    'It ends where it next looks; a session that must go is ended by pg_terminate_backend.',
  )
}
