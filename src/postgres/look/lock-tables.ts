import { messageOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { Session } from '../database.ts'
import { text } from './cells.ts'
import { excluder } from './exclude.ts'
import { label, qualified } from './quote.ts'
import { lockable } from './sql/relations.ts'

/** Tables of one statement: one round trip for many, and few to name when it waits too long. */
const atOnce = 20

/**
 * Locks every table that will be dumped against being dropped, rewritten or truncated, in the
 * exporter's transaction. TRUNCATE is not transactional for a snapshot taken before it: without
 * the lock the fingerprint could see rows that pg_dump, a moment later, does not.
 * @throws SeaworthyError `database-not-ready` when a lock is not granted.
 */
export const lockTables = async (
  session: Session,
  { excludeTables }: { readonly excludeTables: readonly string[] },
): Promise<void> => {
  const excluding = excluder(excludeTables)
  const tables = (await session.query(lockable))
    .map((row) => ({ schema: text(row, 'schema'), name: text(row, 'name') }))
    .filter((name) => excluding(name) === undefined)
  for (let start = 0; start < tables.length; start += atOnce) {
    const some = tables.slice(start, start + atOnce)
    const list = some.map((name) => `ONLY ${qualified(name)}`).join(', ')
    await session.query(`LOCK TABLE ${list} IN ACCESS SHARE MODE`).catch((error: unknown) => {
      const reason = messageOf(error)
      throw new SeaworthyError('database-not-ready', `Tables can't be locked: ${reason}`, {
        hint: 'A migration may be at work on one of these tables: run the backup when it is done.',
        evidence: some.map(label),
        cause: error,
      })
    })
  }
}
