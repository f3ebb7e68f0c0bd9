import type { Fingerprint, Name, TablePrint } from '../facts.ts'
import { label } from '../look/quote.ts'
import type { Difference, Pair } from './difference.ts'
import { difference, paired } from './difference.ts'

const keyOf = ({ schema, name }: Name): string => JSON.stringify([schema, name])

const rowsOf = ({ rows }: TablePrint): string => `${rows} rows`

const both = (where: string, expected: TablePrint, found: TablePrint): readonly Difference[] => {
  const [wanted, seen] = [JSON.stringify(expected.columns), JSON.stringify(found.columns)]
  const rows =
    expected.rows === found.rows ? [] : [difference('rows', where, rowsOf(expected), rowsOf(found))]
  // Of other columns, or another number of rows, the checksum differs as well: no news.
  if (wanted !== seen) return [difference('columns', where, wanted, seen), ...rows]
  if (rows.length > 0 || expected.checksum === found.checksum) return rows
  return [difference('checksum', where, expected.checksum, found.checksum)]
}

const one = ({ expected, found }: Pair<TablePrint>): readonly Difference[] => {
  if (expected !== undefined && found !== undefined) return both(label(expected), expected, found)
  if (expected !== undefined)
    return [difference('table-missing', label(expected), rowsOf(expected), 'no such table')]
  return found === undefined
    ? []
    : [difference('table-extra', label(found), 'no such table', rowsOf(found))]
}

/** Tables of both sides. One that the source had, but whose rows were not read, is not extra. */
export const compareTables = (expected: Fingerprint, found: Fingerprint): readonly Difference[] => {
  const notRead = new Set(expected.leftOut.map(keyOf))
  const there = found.tables.filter((table) => !notRead.has(keyOf(table)))
  return paired(expected.tables, there, keyOf).flatMap(one)
}
