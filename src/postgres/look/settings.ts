import type { Session } from '../database.ts'
import { literal } from './quote.ts'

/**
 * All that changes how a value reads as text, so that it reads the same at the source and in the
 * copy. `row_security` off turns rows that a policy hides into an error.
 */
const output = {
  search_path: '',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '3',
  lc_monetary: 'C',
  xmloption: 'content',
  quote_all_identifiers: 'off',
  row_security: 'off',
}

/** What would end a long reading. `transaction_timeout` is known from 17 on. */
const patience = {
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
  lock_timeout: '60s',
}

const values = Object.entries({ ...output, ...patience })
  .map(([name, value]) => `(${literal(name)}, ${literal(value)})`)
  .join(', ')

const pin = `
  SELECT pg_catalog.set_config(wish.name, wish.value, true)
  FROM (VALUES ${values}) AS wish (name, value)
  JOIN pg_catalog.pg_settings AS known ON pg_catalog.lower(known.name) = wish.name`

/** Pins, for the rest of the session's transaction, all that a fingerprint depends on. */
export const pinSettings = async (session: Session): Promise<void> => {
  await session.query(pin)
}

/**
 * Starts the transaction in which a fingerprint is read.
 * @param snapshot name of an exported snapshot to look at; without it, a new one is taken
 */
export const beginReading = async (session: Session, snapshot?: string): Promise<void> => {
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  // It must come before any statement that would take a snapshot of its own.
  if (snapshot !== undefined) await session.query(`SET TRANSACTION SNAPSHOT ${literal(snapshot)}`)
  await pinSettings(session)
}
