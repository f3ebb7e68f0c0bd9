import { oneLine, withoutControls } from './clean.ts'

/** `text` as plain words of Markdown: no link, image, tag, emphasis or new column comes of it. */
export const words = (text: string): string =>
  oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (char) => `&#${char.charCodeAt(0)};`)
    // A web address on its own becomes a link; so does what looks like one.
    .replace(/:(?=\/\/)|(?<=www)\./gi, (char) => `&#${char.charCodeAt(0)};`)

/** A table whose cells are plain words. Rows shorter than the head are filled up. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const row = (cells: readonly string[]) =>
    `| ${head.map((_, column) => words(cells[column] ?? '')).join(' | ')} |`
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(row), ''].join('\n')
}

/** `text` word for word in a block of code, whatever back-ticks it holds. */
export const codeBlock = (text: string): string => {
  const body = withoutControls(text).trimEnd()
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((ticks) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${body}\n${fence}\n`
}

/** A section that opens on a click. `body` is Markdown. */
export const details = (title: string, body: string): string =>
  `<details><summary>${words(title)}</summary>\n\n${body}\n</details>\n`
