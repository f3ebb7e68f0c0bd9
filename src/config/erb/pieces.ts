import type { Located } from '../yaml/located.ts'
import type { Part } from './tags.ts'

/** A run of the rendered text: copied from the file, or made by the tag at `origin`. */
export interface Piece {
  readonly text: string
  readonly origin: number
  readonly copied: boolean
}

export const copied = ({ source, origin, copied }: Part): Piece => ({
  text: source,
  origin,
  copied,
})

/** The rendered text, every character of which knows where it stands in the file. */
export const joinPieces = (
  pieces: readonly Piece[],
  placeOf: Located['placeOf'],
): Pick<Located, 'text' | 'placeOf'> => {
  const starts: number[] = []
  let length = 0
  for (const piece of pieces) {
    starts.push(length)
    length += piece.text.length
  }
  return {
    text: pieces.map((piece) => piece.text).join(''),
    placeOf: (offset) => {
      const index = Math.max(
        0,
        starts.findLastIndex((start) => start <= offset),
      )
      const { origin = 0, copied = true } = pieces[index] ?? {}
      return placeOf(copied ? origin + offset - (starts[index] ?? 0) : origin)
    },
  }
}
