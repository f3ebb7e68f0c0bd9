import type { Row, Session } from '../../database.ts'
import type { Name } from '../../facts.ts'
import { optionalText, text } from '../cells.ts'
import { label } from '../quote.ts'
import { needs } from '../sql/needs.ts'
import { listed, type Problem } from './problem.ts'

interface Need {
  readonly needed: Name
  /** The relation that what needs it belongs to; undefined: a function, say. */
  readonly owner: Name | undefined
  /** In the server's words. */
  readonly what: string
}

const parse = (row: Row): Need => {
  const [schema, name] = [optionalText(row, 'owner_schema'), optionalText(row, 'owner_name')]
  return {
    needed: { schema: text(row, 'schema'), name: text(row, 'name') },
    owner: schema === undefined || name === undefined ? undefined : { schema, name },
    what: text(row, 'what'),
  }
}

/** Excluded tables without which what is dumped does not restore: pg_dump itself does not mind. */
export const neededTables = async (
  session: Session,
  excluding: (name: Name) => string | undefined,
): Promise<readonly Problem[]> => {
  const broken = (await session.query(needs))
    .map(parse)
    .filter(({ needed }) => excluding(needed) !== undefined)
    .filter(({ owner }) => owner === undefined || excluding(owner) === undefined)
  return [...Map.groupBy(broken, ({ needed }) => label(needed))].map(([needed, found]) => ({
    what: `${needed} is excluded, but the backup does not restore without it: ${listed(found.map(({ what }) => what))}`,
    fix: `Exclude what needs it as well, or take ${needed} out of exclude-tables`,
  }))
}
