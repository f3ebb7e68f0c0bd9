import { basename, normalize } from 'node:path'
import type { FilePlace } from '../base/error.ts'

/** What buildx printed last, when a build has failed. */
export interface Failure {
  /** Its last words, without `ERROR: ` and `failed to solve: `. */
  readonly message: string
  /** The step that failed and the last it printed. */
  readonly step: readonly string[]
  readonly place: FilePlace | undefined
}

const rule = /^-{4,}$/

/** The block between two lines of `------` that begins with ` > `: the step, and the tail of its log. */
const stepIn = (lines: readonly string[]): readonly string[] => {
  const start = lines.findLastIndex(
    (line, at) => line.startsWith(' > ') && rule.test(lines[at - 1] ?? ''),
  )
  if (start === -1) return []
  const length = lines.slice(start).findIndex((line) => rule.test(line))
  return length === -1 ? lines.slice(start) : lines.slice(start, start + length)
}

/** `Dockerfile:3`, the line above the excerpt that is framed by `--------------------`. */
const placeIn = (lines: readonly string[]): FilePlace | undefined => {
  const at = lines.findLastIndex(
    (line, index) => /^\S.*:\d+$/.test(line) && rule.test(lines[index + 1] ?? ''),
  )
  const [, file, number] = /^(\S.*):(\d+)$/.exec(lines[at] ?? '') ?? []
  return file === undefined ? undefined : { file, line: Number(number) }
}

/** Reads the last lines of `docker buildx build --progress plain`. */
export const readFailure = (lines: readonly string[]): Failure => {
  const last = lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? ''
  return {
    message: last.replace(/^ERROR: /, '').replace(/^(failed to solve: )+/, ''),
    step: stepIn(lines),
    place: placeIn(lines),
  }
}

/** buildx names a Dockerfile without its folder; `dockerfile` is its path in the checkout. */
export const inCheckout = (
  place: FilePlace | undefined,
  dockerfile: string,
): FilePlace | undefined =>
  place?.file === basename(dockerfile) ? { ...place, file: normalize(dockerfile) } : place
