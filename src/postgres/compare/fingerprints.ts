import type { Fingerprint } from '../facts.ts'
import type { Difference } from './difference.ts'
import {
  compareConstraints,
  compareExtensions,
  compareLargeObjects,
  compareViews,
} from './others.ts'
import { compareSequences } from './sequences.ts'
import { compareTables } from './tables.ts'

/** All in which a copy differs from what was read at the source, both ways. Sizes are not compared. */
export const compareFingerprints = (
  expected: Fingerprint,
  found: Fingerprint,
): readonly Difference[] => [
  ...compareTables(expected, found),
  ...compareSequences(expected.sequences, found.sequences, expected.leftOut),
  ...compareViews(expected.materializedViews, found.materializedViews),
  ...compareLargeObjects(expected.largeObjects, found.largeObjects),
  ...compareExtensions(expected.extensions, found.extensions),
  ...compareConstraints(expected.notValidConstraints, found.notValidConstraints),
]
