import { isRecord, textOf } from './unknown.ts'
import { SeaworthyError } from './error.ts'

/** What was thrown, in its own words; an error of another realm of Node.js is one as well. */
export const messageOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown)

/** The same, with the evidence of an error that is explained. */
export const wordsOf = (thrown: unknown): readonly string[] =>
  thrown instanceof SeaworthyError ? [thrown.message, ...thrown.evidence] : [messageOf(thrown)]

/** Of a call by `fetch`: it says only that it failed, its cause says why. */
export const callReason = (thrown: unknown): string => {
  const cause = isRecord(thrown) ? thrown['cause'] : undefined
  const why = isRecord(cause) ? textOf(cause['message']) : undefined
  return why === undefined || why === '' ? messageOf(thrown) : why
}
