import type { Row, Session } from '../database.ts'
import type { Fingerprint, LeftOut, Name, TablePrint } from '../facts.ts'
import { flag, only, optionalText, text, texts } from './cells.ts'
import { excluder } from './exclude.ts'
import { label } from './quote.ts'
import { largeObjectBytes } from './sql/prints.ts'
import { extensions, inventory, notValid } from './sql/relations.ts'

/** A table whose rows are to be read. */
export type TableToRead = Omit<TablePrint, 'rows' | 'checksum'>

/** All that is known of a database before its rows are read. */
export interface Inventory extends Omit<Fingerprint, 'tables' | 'sequences' | 'largeObjects'> {
  readonly tables: readonly TableToRead[]
  readonly largeObjectBytes: number
}

const nameOf = (row: Row): Name => ({ schema: text(row, 'schema'), name: text(row, 'name') })

const contentOf = (row: Row): string =>
  text(row, 'kind') === 'S' ? 'value of an unlogged sequence' : 'rows of an unlogged table'

const whyLeftOut = (
  row: Row,
  pattern: string | undefined,
): Omit<LeftOut, keyof Name> | undefined => {
  const extension = optionalText(row, 'extension')
  if (pattern !== undefined) return { kind: 'excluded', reason: `exclude-tables: ${pattern}` }
  if (extension !== undefined)
    return { kind: 'extension', reason: `belongs to the extension ${extension}` }
  if (text(row, 'kind') === 'f')
    return { kind: 'foreign', reason: 'its rows live on another server' }
  if (flag(row, 'unreadable'))
    return { kind: 'unlogged-on-standby', reason: `a standby has no ${contentOf(row)}` }
  return undefined
}

const relations = async (
  session: Session,
  excluding: (name: Name) => string | undefined,
): Promise<Pick<Inventory, 'tables' | 'leftOut' | 'materializedViews'>> => {
  const tables: TableToRead[] = []
  const leftOut: LeftOut[] = []
  const materializedViews: (Name & { readonly populated: boolean })[] = []
  for (const row of await session.query(inventory)) {
    const name = nameOf(row)
    const why = whyLeftOut(row, excluding(name))
    if (why !== undefined) leftOut.push({ ...name, ...why })
    else if (text(row, 'kind') === 'm')
      materializedViews.push({ ...name, populated: flag(row, 'populated') })
    else tables.push({ ...name, columns: texts(row, 'columns'), bytes: Number(text(row, 'bytes')) })
  }
  return { tables, leftOut, materializedViews }
}

/** Reads catalogs only. @throws SeaworthyError `input-invalid` for an entry of `excludeTables`. */
export const readInventory = async (
  session: Session,
  excludeTables: readonly string[],
): Promise<Inventory> => {
  const excluding = excluder(excludeTables)
  const constraints = await session.query(notValid)
  return {
    ...(await relations(session, excluding)),
    extensions: (await session.query(extensions)).map((row) => ({
      name: text(row, 'name'),
      version: text(row, 'version'),
      schema: text(row, 'schema'),
    })),
    notValidConstraints: constraints
      .filter((row) => excluding(nameOf(row)) === undefined)
      .map((row) => `${label(nameOf(row))}.${text(row, 'constraint')}`),
    largeObjectBytes: Number(text(only(await session.query(largeObjectBytes)), 'bytes')),
  }
}
