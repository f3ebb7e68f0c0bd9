import { LineCounter } from 'yaml'
import type { Place } from '../mistake.ts'

/** A text that knows where each of its characters stands in the file it was made from. */
export interface Located {
  readonly file: string
  readonly text: string
  readonly placeOf: (offset: number) => Place
  /** Stands in the text wherever a value could not be found out. */
  readonly unknown: string | undefined
}

/** Places in an unchanged text. A byte order mark is not a column: strip it before. */
export const placesIn = (file: string, text: string): ((offset: number) => Place) => {
  const counter = new LineCounter()
  counter.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) counter.addNewLine(index + 1)
  return (offset) => {
    const { line, col } = counter.linePos(Math.min(offset, text.length))
    return { file, line, column: col }
  }
}

export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '')
