import type { Row, Session } from '../database.ts'
import type { Name, SequencePrint } from '../facts.ts'
import { flag, optionalText, text } from './cells.ts'
import { excluder } from './exclude.ts'
import { sequenceValues } from './sql/prints.ts'
import { sequenceList } from './sql/relations.ts'

/** Sequences of one statement. */
const atOnce = 100

interface Listed extends Name {
  readonly increment: string
  readonly unreadable: boolean
  /** The table whose identity column it serves: pg_dump leaves both out, or none. */
  readonly table: Name | undefined
}

const parse = (row: Row): Listed => {
  const [schema, name] = [optionalText(row, 'table_schema'), optionalText(row, 'table_name')]
  return {
    schema: text(row, 'schema'),
    name: text(row, 'name'),
    increment: text(row, 'increment'),
    unreadable: flag(row, 'unreadable'),
    table: schema === undefined || name === undefined ? undefined : { schema, name },
  }
}

const printed = async (session: Session, some: readonly Listed[]) => {
  const rows = await session.query(sequenceValues(some))
  return some.map(({ schema, name, increment }, index): SequencePrint => {
    const row = rows[index] ?? {}
    const value = { lastValue: text(row, 'last_value'), isCalled: flag(row, 'is_called') }
    return { schema, name, ...value, ...(increment === '1' ? {} : { increment }) }
  })
}

/**
 * Where every sequence stands now: sequences know no snapshot. Read them before pg_dump starts, so
 * that what it dumps is this or later.
 */
export const readSequences = async (
  session: Session,
  { excludeTables }: { readonly excludeTables: readonly string[] },
): Promise<readonly SequencePrint[]> => {
  const excluding = excluder(excludeTables)
  const isExcluded = (name: Name | undefined) => name !== undefined && excluding(name) !== undefined
  const listed = (await session.query(sequenceList))
    .map(parse)
    .filter(
      ({ unreadable, table, ...name }) => !unreadable && !isExcluded(name) && !isExcluded(table),
    )
  const prints: SequencePrint[] = []
  for (let start = 0; start < listed.length; start += atOnce)
    prints.push(...(await printed(session, listed.slice(start, start + atOnce))))
  return prints
}
