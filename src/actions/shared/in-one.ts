import { SeaworthyError } from '../../base/error.ts'

const lines = (texts: readonly (string | undefined)[]): string =>
  [...new Set(texts.filter((text) => text !== undefined))].join('\n')

/** Several errors told as one, by the code of the first; a single one stays as it is. */
export const inOne = (
  errors: readonly [SeaworthyError, ...SeaworthyError[]],
  hints: readonly string[] = [],
): SeaworthyError => {
  const [first, ...others] = errors
  if (others.length === 0 && hints.length === 0) return first
  return new SeaworthyError(first.code, lines(errors.map(({ message }) => message)), {
    evidence: errors.flatMap(({ evidence }) => evidence),
    hint: lines([...errors.map(({ hint }) => hint), ...hints]),
  })
}
