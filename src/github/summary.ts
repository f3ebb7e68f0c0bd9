import { appendFile, stat } from 'node:fs/promises'
import type { Redactor } from './redact.ts'

/** The runner refuses a bigger file as a whole. */
const limitBytes = 1024 * 1024
/** Room for the note and for what it closes. */
const reservedBytes = 512
const note = '_The rest did not fit into the summary; it is in the log._'

/** The end of the code block that `lines` leave open, or nothing. */
const openFence = (lines: readonly string[]): string | undefined =>
  lines.reduce<string | undefined>((open, line) => {
    const fence = /^`{3,}/.exec(line)?.[0]
    if (open === undefined) return fence
    return line === open ? undefined : open
  }, undefined)

const closing = (lines: readonly string[]): readonly string[] => {
  const fence = openFence(lines)
  const opened = lines.filter((line) => line.startsWith('<details>')).length
  const closed = lines.filter((line) => line === '</details>').length
  return [
    ...(fence === undefined ? [] : [fence]),
    ...Array<string>(opened - closed).fill('</details>'),
  ]
}

/**
 * `markdown` cut at a line's end so that it has at most `room` bytes, with what was open closed and
 * a note that something is missing. Without room for even the note nothing is left.
 */
export const fitted = (markdown: string, room: number): string => {
  if (Buffer.byteLength(markdown) <= room) return markdown
  if (room < reservedBytes) return ''
  const kept: string[] = []
  let left = room - reservedBytes
  for (const line of markdown.split('\n')) {
    left -= Buffer.byteLength(line) + 1
    if (left < 0) break
    kept.push(line)
  }
  return [...kept, ...closing(kept), '', note, ''].join('\n')
}

/**
 * Appends Markdown to the job summary (`file` is `GITHUB_STEP_SUMMARY`; without one, nothing happens)
 * and keeps the file below the runner's limit of 1 MiB. All of it passes the redactor.
 */
export const appendSummary = async (
  file: string | undefined,
  markdown: string,
  redact: Redactor,
): Promise<void> => {
  if (file === undefined || file === '') return
  const used = await stat(file).then(
    ({ size }) => size,
    () => 0,
  )
  await appendFile(file, fitted(`${redact(markdown)}\n`, limitBytes - used - 1))
}
