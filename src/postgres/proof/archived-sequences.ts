import type { Session } from '../database.ts'
import type { Name, SequencePrint } from '../facts.ts'
import { optionalText, text, flag } from '../look/cells.ts'
import { label } from '../look/quote.ts'
import { sequenceValues } from '../look/sql/prints.ts'
import type { ArchivedSequence } from '../restore/archived-sequences.ts'
import { noneOf, type Check } from './check.ts'

const name = 'sequences as the archive sets them'

/** Sequences of one statement. */
const atOnce = 100

/** The server itself reads the names: nobody else knows all its rules of quoting. */
const resolve = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS given (name, place)
  LEFT JOIN pg_catalog.pg_class AS c
    ON c.oid = pg_catalog.to_regclass(pg_catalog.convert_from(
      pg_catalog.decode(given.name, 'hex'), pg_catalog.getdatabaseencoding()))
    AND c.relkind = 'S'
  LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  ORDER BY given.place`

interface Found {
  readonly archived: ArchivedSequence
  /** In the copy; undefined where it has no such sequence. */
  readonly sequence: Name | undefined
}

type Value = Pick<SequencePrint, 'lastValue' | 'isCalled'>

const told = ({ lastValue, isCalled }: Value): string =>
  `${lastValue}${isCalled ? '' : ', not called yet'}`

const find = async (
  session: Session,
  archived: readonly ArchivedSequence[],
): Promise<readonly Found[]> => {
  const rows = await session.query(resolve, [archived.map(({ bytes }) => bytes)])
  return archived.map((one, index) => {
    const row = rows[index] ?? {}
    const [schema, found] = [optionalText(row, 'schema'), optionalText(row, 'name')]
    const missing = schema === undefined || found === undefined
    return { archived: one, sequence: missing ? undefined : { schema, name: found } }
  })
}

const missing = ({ archived, sequence }: Found): readonly string[] =>
  sequence === undefined
    ? [`${archived.name}: the archive sets ${told(archived)}, the copy has no such sequence`]
    : []

const different = async (session: Session, some: readonly Found[]): Promise<readonly string[]> => {
  const there = some.flatMap(({ archived, sequence }) =>
    sequence === undefined ? [] : [{ archived, sequence }],
  )
  if (there.length === 0) return []
  const rows = await session.query(sequenceValues(there.map(({ sequence }) => sequence)))
  return there.flatMap(({ archived, sequence }, index) => {
    const row = rows[index] ?? {}
    const seen = { lastValue: text(row, 'last_value'), isCalled: flag(row, 'is_called') }
    return told(seen) === told(archived)
      ? []
      : [`${label(sequence)}: the archive sets ${told(archived)}, the copy has ${told(seen)}`]
  })
}

const unset = (found: readonly Found[], expected: readonly Name[]): readonly string[] => {
  const set = new Set(found.flatMap(({ sequence }) => (sequence ? [label(sequence)] : [])))
  return expected
    .map(label)
    .filter((one) => !set.has(one))
    .map((one) => `${one}: the archive does not set it`)
}

/**
 * Claim: every sequence of the copy stands where the archive sets it, and the archive sets every one
 * that is `expected`.
 */
export const checkArchivedSequences = async (
  session: Session,
  archived: readonly ArchivedSequence[],
  expected: readonly Name[],
): Promise<Check> => {
  const found = await find(session, archived)
  const offenders = [...found.flatMap(missing), ...unset(found, expected)]
  for (let start = 0; start < found.length; start += atOnce)
    offenders.push(...(await different(session, found.slice(start, start + atOnce))))
  const good = `${archived.length} sequence${archived.length === 1 ? '' : 's'}, each at its value`
  return noneOf(name, offenders, { good, bad: 'sequences are elsewhere' })
}
