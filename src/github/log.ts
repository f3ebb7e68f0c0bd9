import { randomBytes } from 'node:crypto'
import * as core from '@actions/core'
import { oneLine, withoutControls } from '../base/clean.ts'
import { defused } from './clean.ts'
import type { Redactor } from './redact.ts'

/** Where an annotation points to. Lines and columns count from 1. */
export interface Place {
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly col?: number
}

/** The only way to the step's log. All of it passes the redactor, and none of it is a command. */
export interface Log {
  info(text: string): void
  /** Seen only with the runner's debug logging. */
  debug(text: string): void
  group(title: string): void
  endGroup(): void
  notice(message: string, place?: Place): void
  warning(message: string, place?: Place): void
  error(message: string, place?: Place): void
  /** What a host printed, as a block of its own. */
  hostText(text: string): void
}

type Kind = 'notice' | 'warning' | 'error'

/** The runner shows so many annotations of each kind per step and drops the rest in silence. */
const shownOfEachKind = 10
/** The runner cuts an annotation at 4096 characters. */
const longestAnnotation = 4000

const cut = (text: string): string =>
  text.length > longestAnnotation ? `${text.slice(0, longestAnnotation)}...` : text

const properties = (place: Place, clean: Redactor): core.AnnotationProperties => ({
  ...(place.title === undefined ? {} : { title: clean(place.title) }),
  ...(place.file === undefined ? {} : { file: clean(place.file) }),
  ...(place.line === undefined ? {} : { startLine: place.line }),
  ...(place.col === undefined ? {} : { startColumn: place.col }),
})

const whereOf = ({ file, line }: Place): string =>
  file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`

/**
 * Prints to the step's log. `redact` is asked anew for every text, so that it may learn.
 * The tenth annotation of a kind says that the log has the others; those are printed as plain lines.
 */
export const createLog = (redact: Redactor): Log => {
  const counts = { notice: 0, warning: 0, error: 0 }
  // Controls first: without them, a text may hold a secret that it did not seem to hold.
  const cleaned = (text: string): string => redact(withoutControls(text))
  const inLine = (text: string): string => oneLine(cleaned(text))
  const info = (text: string): void => {
    for (const line of cleaned(text).split('\n')) core.info(defused(line))
  }
  const annotate = (kind: Kind, message: string, place: Place = {}): void => {
    counts[kind] += 1
    const text = cleaned(message)
    if (counts[kind] > shownOfEachKind) {
      info(`${kind}: ${text}${whereOf(place)}`)
      return
    }
    const more = counts[kind] === shownOfEachKind ? `\nFurther ${kind}s are in the log only.` : ''
    core[kind](cut(text) + more, properties(place, inLine))
  }
  return {
    info,
    debug: (text) => core.debug(cleaned(text)),
    group: (title) => core.startGroup(inLine(title)),
    endGroup: () => core.endGroup(),
    notice: (message, place) => annotate('notice', message, place),
    warning: (message, place) => annotate('warning', message, place),
    error: (message, place) => annotate('error', message, place),
    hostText: (text) => {
      const token = randomBytes(16).toString('hex')
      core.info(`::stop-commands::${token}`)
      // `##[group]` and its like are drawn by the log's viewer, which knows of no token.
      for (const line of cleaned(text).trimEnd().split('\n')) core.info(defused(line))
      core.info(`::${token}::`)
    },
  }
}
