import { withoutSecrets } from '../without-secrets.ts'
import { canonical } from './canonical.ts'
import type { Difference } from './difference.ts'
import { difference } from './difference.ts'

/** Statements given as evidence. */
const shown = 20

/** Lines that differ between two dumps of one schema: versions, and the token against injection. */
const incidental = /^(?:\\(?:un)?restrict\b.*|-- Dumped (?:from|by) .*)$/gm

/** Text of `pg_dump --schema-only` without what differs from dump to dump. */
export const normaliseSchema = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(incidental, '')
    .replace(/\n{2,}/g, '\n\n')
    .trim()
    .concat('\n')

/** pg_dump's heading of an object, `-- Name: a; Type: TABLE; Schema: b; Owner: -`, or of the end. */
const heading = /^-- (?:(?:Data for )?Name: |PostgreSQL database dump complete)/

/** One entry per object, each with its heading. */
const statements = (text: string): readonly string[] =>
  normaliseSchema(text)
    .split(/^--\n(?=-- (?:(?:Data for )?Name: |PostgreSQL database dump complete))/m)
    .map((part) => part.replace(/\n--\n*$/, '').trim())
    .filter((part) => part !== '')
    .map(canonical)

const headingOf = (statement: string): string =>
  heading.test(statement) ? (statement.split('\n')[0] ?? '').slice(3) : 'settings at the start'

/** Statements of `some` that `others` lacks; each of those answers for one only. */
const lacking = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return some.filter((statement) => {
    const count = left.get(statement) ?? 0
    left.set(statement, count - 1)
    return count <= 0
  })
}

const bodies = (some: readonly string[], where: string): string =>
  withoutSecrets(some.filter((statement) => headingOf(statement) === where).join('\n\n')) ||
  'no such statement'

/**
 * The first statements in which two schemas differ. Their order is free: pg_dump breaks ties by
 * numbers that a restore gives anew.
 */
export const compareSchemas = (expected: string, found: string): readonly Difference[] => {
  const [wanted, seen] = [statements(expected), statements(found)]
  const [missing, extra] = [lacking(wanted, seen), lacking(seen, wanted)]
  const places = new Set([...missing, ...extra].map(headingOf))
  return [...places]
    .slice(0, shown)
    .map((where) => difference('schema', where, bodies(missing, where), bodies(extra, where)))
}
