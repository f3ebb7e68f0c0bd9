import type { Difference, DifferenceKind } from '../../postgres/compare/difference.ts'
import type { SelfTest } from '../../postgres/compare/self-test.ts'
import type { Check } from '../../postgres/proof/check.ts'
import type { Manifest } from '../manifest.ts'

interface Claim {
  readonly name: string
  readonly kinds: readonly DifferenceKind[]
  readonly good: (manifest: Manifest) => string
}

const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? '' : 's'}`

/** One claim per kind of thing that is compared; every kind of difference belongs to one. */
const claims: readonly Claim[] = [
  {
    name: 'tables',
    kinds: ['table-missing', 'table-extra', 'columns'],
    good: ({ fingerprint }) =>
      `${count(fingerprint.tables.length, 'table')}, none missing or added`,
  },
  {
    name: 'rows and checksums',
    kinds: ['rows', 'checksum'],
    good: ({ fingerprint }) => `${rowsOf(fingerprint.tables)} rows, each of them equal`,
  },
  {
    name: 'sequences',
    kinds: ['sequence-missing', 'sequence-extra', 'sequence-behind', 'sequence-ahead'],
    good: ({ fingerprint }) => `${count(fingerprint.sequences.length, 'sequence')}, none behind`,
  },
  {
    name: 'materialized views',
    kinds: ['view-missing', 'view-extra', 'view-population'],
    good: ({ fingerprint }) => count(fingerprint.materializedViews.length, 'view'),
  },
  {
    name: 'large objects',
    kinds: ['large-objects'],
    good: ({ fingerprint }) => `${fingerprint.largeObjects.count} objects, equal`,
  },
  {
    name: 'extensions',
    kinds: ['extension-missing', 'extension-extra', 'extension-schema', 'extension-version'],
    good: ({ fingerprint }) => count(fingerprint.extensions.length, 'extension'),
  },
  {
    name: 'constraints',
    kinds: ['constraint-not-validated', 'constraint-validated'],
    good: () => 'validated as at the source',
  },
  { name: 'schema', kinds: ['schema'], good: () => 'its text is equal, with owners and grants' },
]

/** Rows of all tables together. */
export const rowsOf = (tables: Manifest['fingerprint']['tables']): string =>
  tables.reduce((sum, { rows }) => sum + BigInt(rows), 0n).toString()

const shown = 20

const evidenceOf = (found: readonly Difference[]): readonly string[] => [
  ...found
    .slice(0, shown)
    .map(({ where, expected, found: seen }) => `${where}: expected ${expected}, found ${seen}`),
  ...(found.length > shown ? [`and ${found.length - shown} more`] : []),
]

/** One check per claim: failed when one of its differences loses data. */
export const comparisonChecks = (
  manifest: Manifest,
  differences: readonly Difference[],
): readonly Check[] =>
  claims.map(({ name, kinds, good }) => {
    const found = differences.filter(({ kind }) => kinds.includes(kind))
    const failures = found.filter(({ severity }) => severity === 'failure')
    if (failures.length > 0)
      return {
        name,
        verdict: 'failed',
        detail: count(failures.length, 'difference'),
        evidence: evidenceOf(failures),
      }
    const evidence = evidenceOf(found)
    const noted = found.length === 0 ? {} : { evidence }
    return { name, verdict: 'passed', detail: good(manifest), ...noted }
  })

/** The proof's own proof. A database without a single row can't be changed, and says so. */
export const selfTestCheck = (result: SelfTest): Check => {
  const name = 'the comparison itself'
  switch (result.kind) {
    case 'noticed':
      return { name, verdict: 'passed', detail: `it noticed a row taken out of ${result.table}` }
    case 'missed':
      return {
        name,
        verdict: 'failed',
        detail: `it did not notice a row taken out of ${result.table}`,
      }
    case 'not-possible':
      return { name, verdict: 'skipped', detail: result.reason }
  }
}
