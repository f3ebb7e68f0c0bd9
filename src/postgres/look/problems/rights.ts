import type { Row, Session } from '../../database.ts'
import type { Name } from '../../facts.ts'
import { flag, text } from '../cells.ts'
import { identifier, label, qualified } from '../quote.ts'
import { rights } from '../sql/problems.ts'
import type { Problem } from './problem.ts'
import { counted, listed } from './problem.ts'

/** More than these in one schema: the whole schema is granted. */
const oneByOne = 20

interface Right extends Name {
  readonly kind: 'table' | 'sequence'
  readonly usable: boolean
  readonly readable: boolean
  readonly hidden: boolean
}

const parse = (row: Row): Right => ({
  schema: text(row, 'schema'),
  name: text(row, 'name'),
  kind: text(row, 'kind') === 'S' ? 'sequence' : 'table',
  usable: flag(row, 'usable'),
  readable: flag(row, 'readable'),
  hidden: flag(row, 'hidden'),
})

const unusable = (found: readonly Right[], role: string): readonly Problem[] => {
  const schemas = [...new Set(found.filter(({ usable }) => !usable).map(({ schema }) => schema))]
  if (schemas.length === 0) return []
  const list = schemas.map(identifier).join(', ')
  return [
    {
      what: `${role} has no USAGE on ${counted(schemas.length, 'schema')}: ${listed(schemas)}`,
      fix: `GRANT USAGE ON SCHEMA ${list} TO ${identifier(role)};`,
    },
  ]
}

const targets = (kind: Right['kind'], schema: string, names: readonly Name[]): string => {
  const word = kind === 'table' ? '' : 'SEQUENCE '
  return names.length > oneByOne
    ? `ALL ${kind.toUpperCase()}S IN SCHEMA ${identifier(schema)}`
    : `${word}${names.map(qualified).join(', ')}`
}

const unreadable = (found: readonly Right[], role: string): readonly Problem[] => {
  const missing = found.filter(({ readable }) => !readable)
  const groups = Map.groupBy(missing, ({ kind, schema }) => `${kind} ${schema}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { kind, schema } = first
    return {
      what: `${role} has no SELECT on ${counted(group.length, kind)}: ${listed(group.map(label))}`,
      fix: `GRANT SELECT ON ${targets(kind, schema, group)} TO ${identifier(role)};`,
    }
  })
}

const hidden = (found: readonly Right[], role: string): readonly Problem[] => {
  const tables = found.filter((right) => right.hidden)
  if (tables.length === 0) return []
  const list = listed(tables.map(label))
  return [
    {
      what: `Row-level security would hide rows of ${counted(tables.length, 'table')} from ${role}: ${list}`,
      fix: `ALTER ROLE ${identifier(role)} BYPASSRLS;`,
    },
  ]
}

/** What the role can't read, with the statements that let it. */
export const missingRights = async (
  session: Session,
  role: string,
  excluding: (name: Name) => string | undefined,
): Promise<readonly Problem[]> => {
  const found = (await session.query(rights))
    .map(parse)
    .filter((right) => excluding(right) === undefined)
  return [...unusable(found, role), ...unreadable(found, role), ...hidden(found, role)]
}
