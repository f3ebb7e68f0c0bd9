import type { LeftOut, Name, SequencePrint } from '../facts.ts'
import { label } from '../look/quote.ts'
import type { Difference, Pair } from './difference.ts'
import { difference, paired } from './difference.ts'

const told = ({ lastValue, isCalled }: SequencePrint): string =>
  `${lastValue}${isCalled ? '' : ', not called yet'}`

const order = (left: bigint, right: bigint): number => (left < right ? -1 : Number(left > right))

/** Above 0: `found` has gone on from `expected`; below: it would give a value again. */
const progress = (expected: SequencePrint, found: SequencePrint): number => {
  const up = BigInt(expected.increment ?? '1') < 0n ? -1 : 1
  const moved = up * order(BigInt(found.lastValue), BigInt(expected.lastValue))
  return moved === 0 ? Number(found.isCalled) - Number(expected.isCalled) : moved
}

const one = ({ expected, found }: Pair<SequencePrint>): readonly Difference[] => {
  if (expected !== undefined && found !== undefined) {
    const moved = progress(expected, found)
    if (moved === 0) return []
    const kind = moved < 0 ? 'sequence-behind' : 'sequence-ahead'
    return [difference(kind, label(expected), told(expected), told(found))]
  }
  if (expected !== undefined)
    return [difference('sequence-missing', label(expected), told(expected), 'no such sequence')]
  return found === undefined
    ? []
    : [difference('sequence-extra', label(found), 'no such sequence', told(found))]
}

const keyOf = ({ schema, name }: Name): string => JSON.stringify([schema, name])

/**
 * A sequence is read before the dump: the copy's may have gone on, never lie behind. Whether it
 * equals the value in the dump is for the reader of the dump to say. One that the source had, but that
 * was not read, is not extra.
 */
export const compareSequences = (
  expected: readonly SequencePrint[],
  found: readonly SequencePrint[],
  leftOut: readonly LeftOut[],
): readonly Difference[] => {
  const notRead = new Set(leftOut.map(keyOf))
  const there = found.filter((sequence) => !notRead.has(keyOf(sequence)))
  return paired(expected, there, keyOf).flatMap(one)
}
