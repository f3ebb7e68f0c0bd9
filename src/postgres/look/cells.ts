import type { Row } from '../database.ts'

/** Cells of a row, as our own statements cast them: anything else is a mistake of ours. */

const wrong = (column: string, value: unknown): Error =>
  new Error(`The column ${column} holds ${value === null ? 'null' : typeof value}`)

export const text = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value !== 'string') throw wrong(column, value)
  return value
}

export const optionalText = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column)

export const flag = (row: Row, column: string): boolean => {
  const value = row[column]
  if (typeof value !== 'boolean') throw wrong(column, value)
  return value
}

export const texts = (row: Row, column: string): readonly string[] => {
  const value = row[column]
  if (!Array.isArray(value)) throw wrong(column, value)
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw wrong(column, item)
    return item
  })
}

/** The only row of an answer. */
export const only = (rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows instead of one`)
  return row
}
