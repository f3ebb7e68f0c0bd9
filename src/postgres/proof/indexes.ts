import type { Session } from '../database.ts'
import { noneOf, type Check } from './check.ts'

/** Partitioned indexes are left out: one that lacks a part is invalid on the source as well. */
const invalid = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'i' AND NOT (i.indisvalid AND i.indisready AND i.indislive)
  ORDER BY 1`

/** Claim: every index of the copy is usable. */
export const checkIndexes = async (session: Session): Promise<Check> => {
  const rows = await session.query(invalid)
  return noneOf(
    'indexes valid',
    rows.map((row) => String(row['name'])),
    { good: 'every index is valid and ready', bad: 'indexes are not usable' },
  )
}
