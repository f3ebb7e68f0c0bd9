import type { ExtensionPrint, Fingerprint } from '../facts.ts'
import { label } from '../look/quote.ts'
import type { Difference, Pair } from './difference.ts'
import { difference, paired } from './difference.ts'

type View = Fingerprint['materializedViews'][number]

const state = ({ populated }: View): string => (populated ? 'populated' : 'not populated')

const view = ({ expected, found }: Pair<View>): readonly Difference[] => {
  if (expected === undefined)
    return found === undefined
      ? []
      : [difference('view-extra', label(found), 'no such view', state(found))]
  if (found === undefined)
    return [difference('view-missing', label(expected), state(expected), 'no such view')]
  return expected.populated === found.populated
    ? []
    : [difference('view-population', label(expected), state(expected), state(found))]
}

export const compareViews = (
  expected: Fingerprint['materializedViews'],
  found: Fingerprint['materializedViews'],
): readonly Difference[] =>
  paired(expected, found, ({ schema, name }) => JSON.stringify([schema, name])).flatMap(view)

const extension = ({ expected, found }: Pair<ExtensionPrint>): readonly Difference[] => {
  if (expected === undefined)
    return found === undefined
      ? []
      : [difference('extension-extra', found.name, 'no such extension', found.version)]
  const { name, version, schema } = expected
  if (found === undefined)
    return [difference('extension-missing', name, version, 'no such extension')]
  return [
    ...(schema === found.schema
      ? []
      : [difference('extension-schema', name, schema, found.schema)]),
    ...(version === found.version
      ? []
      : [difference('extension-version', name, version, found.version)]),
  ]
}

export const compareExtensions = (
  expected: readonly ExtensionPrint[],
  found: readonly ExtensionPrint[],
): readonly Difference[] => paired(expected, found, ({ name }) => name).flatMap(extension)

/** A constraint that is only in one of the lists of those NOT VALID. */
export const compareConstraints = (
  expected: readonly string[],
  found: readonly string[],
): readonly Difference[] =>
  paired(expected, found, (name) => name).flatMap((pair) => {
    if (pair.expected === undefined)
      return pair.found === undefined
        ? []
        : [difference('constraint-not-validated', pair.found, 'valid', 'NOT VALID')]
    return pair.found === undefined
      ? [difference('constraint-validated', pair.expected, 'NOT VALID', 'valid or missing')]
      : []
  })

const objects = ({ count, checksum }: Fingerprint['largeObjects']): string =>
  `${count} with checksum ${checksum}`

export const compareLargeObjects = (
  expected: Fingerprint['largeObjects'],
  found: Fingerprint['largeObjects'],
): readonly Difference[] =>
  objects(expected) === objects(found)
    ? []
    : [difference('large-objects', 'large objects', objects(expected), objects(found))]
