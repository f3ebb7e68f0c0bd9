/** How many letters to add, drop, change or swap with their neighbour. */
const distance = (from: string, to: string): number => {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const change = (row[column - 1] ?? 0) + (to[column - 1] === from[index] ? 0 : 1)
      const swapped = to[column - 1] === from[index - 1] && to[column - 2] === from[index]
      const swap = swapped ? (before[column - 2] ?? index) + 1 : Infinity
      next.push(Math.min(change, swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}

/** The candidate that was probably meant: off by at most a third of its letters. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  if (word.length > 60) return undefined
  const ranked = candidates
    .map((candidate) => ({ candidate, off: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, off }) => off <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.off - b.off)
  return ranked[0]?.candidate
}

/** A hint for a word that is not among the candidates. */
export const suggestion = (word: string, candidates: readonly string[]): string => {
  const meant = nearest(word, candidates)
  return meant === undefined ? `allowed: ${candidates.join(', ')}` : `did you mean ${meant}?`
}
