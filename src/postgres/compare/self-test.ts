import type { Session } from '../database.ts'
import type { Fingerprint, TablePrint } from '../facts.ts'
import { readTable } from '../look/print.ts'
import { label, qualified } from '../look/quote.ts'
import { pinSettings } from '../look/settings.ts'
import type { Difference } from './difference.ts'
import { compareFingerprints } from './fingerprints.ts'

/** Whether the comparison, shown a changed row, says so. */
export type SelfTest =
  | { readonly kind: 'noticed'; readonly table: string; readonly difference: Difference }
  | { readonly kind: 'missed'; readonly table: string }
  | { readonly kind: 'not-possible'; readonly reason: string }

/** Tables tried, the smallest first: a rule or a trigger may keep a row from being deleted. */
const tries = 10

const candidates = ({ tables }: Fingerprint): readonly TablePrint[] =>
  tables
    .filter(({ rows }) => rows !== '0')
    .toSorted((one, other) => one.bytes - other.bytes)
    .slice(0, tries)

const deleteOne = (table: TablePrint): string => `
  DELETE FROM ONLY ${qualified(table)}
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY ${qualified(table)} LIMIT 1))
  RETURNING 1 AS gone`

/** Deletes a row; false when the table does not let it go. */
const damaged = async (session: Session, table: TablePrint): Promise<boolean> => {
  await session.query('SAVEPOINT before_change')
  try {
    return (await session.query(deleteOne(table))).length === 1
  } catch {
    await session.query('ROLLBACK TO SAVEPOINT before_change')
    return false
  }
}

const lookAgain = async (
  session: Session,
  fingerprint: Fingerprint,
  table: TablePrint,
): Promise<SelfTest> => {
  const again = await readTable(session, table, 'proof-failed')
  const tables = fingerprint.tables.map((other) => (other === table ? again : other))
  const [difference] = compareFingerprints(fingerprint, { ...fingerprint, tables })
  return difference === undefined
    ? { kind: 'missed', table: label(table) }
    : { kind: 'noticed', table: label(table), difference }
}

const changeAndLook = async (session: Session, fingerprint: Fingerprint): Promise<SelfTest> => {
  const tables = candidates(fingerprint)
  if (tables.length === 0) return { kind: 'not-possible', reason: 'No table has a row' }
  for (const table of tables)
    if (await damaged(session, table)) return lookAgain(session, fingerprint, table)
  const tried = tables.map(label).join(', ')
  return { kind: 'not-possible', reason: `No row could be deleted from: ${tried}` }
}

/**
 * Deletes one row of the copy, in a transaction that is rolled back, and compares again: a check
 * that can't fail proves nothing.
 * @param session a superuser's, on the copy, outside of a transaction
 * @param fingerprint the copy's
 */
export const mutateAndNotice = async (
  session: Session,
  fingerprint: Fingerprint,
): Promise<SelfTest> => {
  await session.query('BEGIN')
  try {
    await pinSettings(session)
    // No trigger and no foreign key is to have a say.
    await session.query('SET LOCAL session_replication_role = replica')
    return await changeAndLook(session, fingerprint)
  } finally {
    await session.query('ROLLBACK')
  }
}
