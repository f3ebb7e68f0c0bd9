import { messageOf } from '../../base/reason.ts'
import { duration } from '../../base/time.ts'
import type { Row, Session } from '../database.ts'
import type { Check } from './check.ts'

/** How the user says that the data is recent. */
export interface Freshness {
  /**
   * One statement, one row. A boolean is the verdict. A timestamp is when something was last written.
   * An interval is how long ago, counted to the moment of the query.
   */
  readonly query: string
  /** Milliseconds that the last write may lie before the backup. */
  readonly within: number
  /** ISO 8601, when the backup's snapshot was taken: age counts to then, not to the proof. */
  readonly takenAt: string
}

const name = 'freshness'
const failed = (detail: string): Check => ({ name, verdict: 'failed', detail })

const wrapped = (query: string): string =>
  `SELECT pg_catalog.pg_typeof(value)::text AS type, value::text AS value
   FROM (${query.trim().replace(/;\s*$/, '')}\n) AS answer(value) LIMIT 2`

/** Milliseconds between the value and the snapshot, asked of the server, which knows its own types. */
const ages: Readonly<Record<string, string>> = {
  'timestamp with time zone': '$2::timestamptz - $1::timestamptz',
  'timestamp without time zone': '$2::timestamptz - $1::timestamp',
  date: '$2::timestamptz - $1::date',
  interval: '$1::interval - (now() - $2::timestamptz)',
}

const judgeAge = (age: number, within: number): Check => {
  const words = `the last write was ${duration(Math.max(0, age))} before the backup`
  return age <= within
    ? { name, verdict: 'passed', detail: words }
    : failed(`${words}; at most ${duration(within)} was asked for`)
}

const judge = async (session: Session, rows: readonly Row[], wish: Freshness): Promise<Check> => {
  const [row, second] = rows
  if (row === undefined || second !== undefined)
    return failed(`the query must return one row, and returned ${row ? 'several' : 'none'}`)
  const type = String(row['type'])
  const value = row['value']
  if (typeof value !== 'string') return failed('the query returned NULL: there is no such row')
  if (type === 'boolean')
    return value === 'true'
      ? { name, verdict: 'passed', detail: 'the query says true' }
      : failed('the query says false')
  const age = ages[type]
  if (age === undefined)
    return failed(`the query returned ${type}; it must be a boolean, timestamp, date or interval`)
  const sql = `SELECT extract(epoch FROM ${age}) * 1000 AS age`
  const [answer] = await session.query(sql, [value, wish.takenAt])
  return judgeAge(Number(answer?.['age']), wish.within)
}

/** Claim: the user's query finds data that was recent when the backup was made. Changes nothing. */
export const checkFreshness = async (session: Session, wish: Freshness): Promise<Check> => {
  await session.query(`BEGIN READ ONLY; SET LOCAL timezone = 'UTC'`)
  try {
    return await judge(session, await session.query(wrapped(wish.query)), wish)
  } catch (error) {
    return failed(`the query failed: ${messageOf(error)}`)
  } finally {
    await session.query('ROLLBACK')
  }
}
