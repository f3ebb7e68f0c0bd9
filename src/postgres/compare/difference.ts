export const differenceKinds = [
  'table-missing',
  'table-extra',
  'columns',
  'rows',
  'checksum',
  'sequence-missing',
  'sequence-extra',
  'sequence-behind',
  'sequence-ahead',
  'view-missing',
  'view-extra',
  'view-population',
  'large-objects',
  'extension-missing',
  'extension-extra',
  'extension-schema',
  'extension-version',
  'constraint-not-validated',
  'constraint-validated',
  'schema',
] as const

export type DifferenceKind = (typeof differenceKinds)[number]

/** One thing in which a copy is not what the manifest says. */
export interface Difference {
  readonly kind: DifferenceKind
  /** A warning is worth reading, but loses no data. */
  readonly severity: 'failure' | 'warning'
  /** Name of the table, sequence, extension or statement. */
  readonly where: string
  readonly expected: string
  readonly found: string
}

/**
 * `sequence-ahead`: it was used between being read and being dumped. The others add to the copy, or
 * come with the server that it was restored into.
 */
const warnings: readonly DifferenceKind[] = [
  'sequence-ahead',
  'extension-extra',
  'extension-version',
  'constraint-validated',
]

export const difference = (
  kind: DifferenceKind,
  where: string,
  expected: string,
  found: string,
): Difference => ({
  kind,
  severity: warnings.includes(kind) ? 'warning' : 'failure',
  where,
  expected,
  found,
})

/** A pair of the same name on both sides, or one that only one side has. */
export interface Pair<T> {
  readonly expected: T | undefined
  readonly found: T | undefined
}

/** Pairs of both lists by key: first all expected, then what only the copy has. */
export const paired = <T>(
  expected: readonly T[],
  found: readonly T[],
  keyOf: (item: T) => string,
): readonly Pair<T>[] => {
  const theirs = new Map(found.map((item) => [keyOf(item), item]))
  const known = new Set(expected.map(keyOf))
  return [
    ...expected.map((item) => ({ expected: item, found: theirs.get(keyOf(item)) })),
    ...found
      .filter((item) => !known.has(keyOf(item)))
      .map((item) => ({ expected: undefined, found: item })),
  ]
}
