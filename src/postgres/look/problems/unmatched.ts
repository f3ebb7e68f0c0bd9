import { nearest } from '../../../base/nearest.ts'
import type { Session } from '../../database.ts'
import type { Name } from '../../facts.ts'
import { text } from '../cells.ts'
import { parseExclusion, type Exclusion } from '../exclude.ts'
import { label } from '../quote.ts'
import { excludable } from '../sql/relations.ts'
import type { Problem } from './problem.ts'

/** The same table in another schema goes before one of a like name. */
const meant = (exclusion: Exclusion, names: readonly Name[]): string | undefined => {
  const elsewhere = exclusion.pattern.endsWith('.*')
    ? undefined
    : names.find((name) => exclusion.matchesInAnySchema(name))
  return elsewhere === undefined ? nearest(exclusion.pattern, names.map(label)) : label(elsewhere)
}

/** Entries that no table fits, each with what was probably meant. */
export const unmatchedAmong = (
  patterns: readonly string[],
  names: readonly Name[],
): readonly Problem[] =>
  patterns
    .map(parseExclusion)
    .filter((exclusion) => !names.some((name) => exclusion.matches(name)))
    .map((exclusion) => {
      const found = meant(exclusion, names)
      const instead = found === undefined ? 'Correct it' : `Did you mean ${found}? Correct it`
      return {
        what: `exclude-tables: ${JSON.stringify(exclusion.pattern)} matches no table, view or sequence, so what it was to leave out would be backed up`,
        fix: `${instead}, or take the entry out`,
      }
    })

/** The same, of a database. pg_dump itself does not mind such an entry, not even with `--strict-names`. */
export const unmatchedExclusions = async (
  session: Session,
  patterns: readonly string[],
): Promise<readonly Problem[]> =>
  unmatchedAmong(
    patterns,
    (await session.query(excludable)).map((row) => ({
      schema: text(row, 'schema'),
      name: text(row, 'name'),
    })),
  )
