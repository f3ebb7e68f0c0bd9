import type { YAMLError } from 'yaml'
import type { Located } from './located.ts'

/** Where a quoted text ends that has not ended at `from`; undefined if it never does. */
const closing = (text: string, quote: string, from: number): number | undefined => {
  for (let at = from; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at++
    else if (text[at] === quote) return at
  }
  return undefined
}

/** The first quoted text that was cut off at the end of a line, and the lines that it goes on in. */
const cutOff = (text: string, errors: readonly YAMLError[]): readonly number[] => {
  const error = errors.find(({ message }) => /^Missing closing ["']/.test(message))
  const from = error?.pos[0] ?? text.length
  const end = closing(text, error?.message.includes("'") === true ? "'" : '"', from)
  if (error === undefined || end === undefined || !/^\r?\n/.test(text.slice(from, from + 2)))
    return []
  const lines = [...text.slice(from, end).matchAll(/\n/g)].map(({ index }) => from + index + 1)
  // These end the document, in quotes too.
  return lines.some((line) => /^(?:---|\.\.\.)\s/.test(text.slice(line, line + 4))) ? [] : lines
}

/**
 * The same text with the lines pushed in to which a quoted text goes on at the margin, as it does when a
 * command in ERB between quotes prints a line break. libyaml asks for no indentation there, and blanks at
 * the beginning of such a line are no part of the text. Undefined where nothing is to be mended.
 */
export const indentQuoted = (
  located: Located,
  errors: readonly YAMLError[],
): Located | undefined => {
  const lines = cutOff(located.text, errors)
  if (lines.length === 0) return undefined
  const width = located.text.split('\n').reduce((most, line) => Math.max(most, line.length), 0)
  const starts = [0, ...lines]
  const parts = starts.map((start, index) => located.text.slice(start, starts[index + 1]))
  const places = lines.map((line, index) => ({ from: line + index * width, line }))
  return {
    ...located,
    text: parts.join(' '.repeat(width)),
    placeOf: (offset) => {
      const last = places.findLast(({ from }) => from <= offset)
      const before = places.filter(({ from }) => from + width <= offset).length
      const inside = last !== undefined && offset < last.from + width
      return located.placeOf(inside ? last.line : offset - before * width)
    },
  }
}
