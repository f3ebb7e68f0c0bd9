import { oneLine, withoutControls } from '../../base/clean.ts'

/** Bounds what the patterns of this folder have to search. */
const longestLine = 1000

/** Text of a stranger's program as plain lines: no colours, no control or invisible characters. */
export const plainLines = (text: string): readonly string[] =>
  withoutControls(text)
    .split('\n')
    .map((line) => line.slice(0, longestLine).replaceAll('\t', '  ').trimEnd())
    .filter((line) => line !== '')

/** At most `limit` characters, the cut marked by an ellipsis. */
export const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`

/** Foreign text for a place inside a line of ours. */
export const inLine = (text: string, limit = 200): string => shorten(oneLine(text), limit)

/** The end of a log that says the same over and over, as a restarting program does, said once. */
const saidOnce = (lines: readonly string[]): readonly string[] => {
  for (let size = 1; size * 2 <= lines.length; size += 1) {
    const end = lines.slice(-size)
    if (end.every((line, index) => line === lines.at(index - size * 2))) return end
  }
  return lines
}

/** The last lines of a log as one block, repetitions said once, long lines cut; empty without a log. */
export const lastLines = (log: string, count: number): string =>
  saidOnce(plainLines(log))
    .slice(-count)
    .map((line) => shorten(line, 300))
    .join('\n')

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&nbsp;': ' ',
}

/** The words of a page, without markup: what a person would read of it first. */
export const bodyText = (body: string, limit = 160): string =>
  inLine(
    body
      .slice(0, 4096)
      .replace(/<!--[^]*?(?:-->|$)/g, ' ')
      .replace(/<(script|style|svg|title)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
      .replace(/<\/?[a-z!][^>]*(?:>|$)/gi, ' ')
      .replace(/&(?:amp|lt|gt|quot|nbsp|#39|#x27);/g, (entity) => entities[entity] ?? ' '),
    limit,
  )

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`

/** `1 time`, `2 times`. */
export const timesOf = (count: number): string =>
  count === 1 ? '1 time' : `${String(count)} times`

/** `512 MiB`, `1.5 GiB`; Docker's `--memory` counts in powers of two. */
export const memory = (bytes: number): string => {
  const mib = bytes / 2 ** 20
  const [amount, unit] = mib >= 1024 ? [mib / 1024, 'GiB'] : [mib, 'MiB']
  return `${String(Math.round(amount * 10) / 10)} ${unit}`
}
