/**
 * The middle value; of an even number, the mean of the two in the middle.
 * @throws Error when there is none.
 */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)]
  const [below, above] = [sorted[low], sorted[high]]
  if (below === undefined || above === undefined) throw new Error('There is nothing to measure')
  return (below + above) / 2
}

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export const spread = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
})
