import type { ErrorCode } from '../../base/error.ts'
import type { Row, Session } from '../database.ts'
import type { Fingerprint, TablePrint } from '../facts.ts'
import { only, text } from './cells.ts'
import { explainReading } from './ended.ts'
import type { TableToRead } from './inventory.ts'
import { label } from './quote.ts'
import { largeObjects, tablePrint } from './sql/prints.ts'

/** Asks for a row; a failure names what was being read. */
const ask = async (session: Session, sql: string, what: string, code: ErrorCode): Promise<Row> => {
  const rows = await session.query(sql).catch((error: unknown) => {
    throw explainReading(what, code, error)
  })
  return only(rows)
}

/** Counts and hashes a table's rows, in a session whose settings are pinned. */
export const readTable = async (
  session: Session,
  table: TableToRead,
  code: ErrorCode,
): Promise<TablePrint> => {
  const { schema, name, columns, bytes } = table
  const row = await ask(session, tablePrint(table, columns), label(table), code)
  return {
    ...{ schema, name, columns, bytes },
    rows: text(row, 'rows'),
    checksum: text(row, 'checksum'),
  }
}

export const readLargeObjects = async (
  session: Session,
  code: ErrorCode,
): Promise<Fingerprint['largeObjects']> => {
  const row = await ask(session, largeObjects, 'Large objects', code)
  return { count: text(row, 'count'), checksum: text(row, 'checksum') }
}
