import { SeaworthyError } from '../base/error.ts'
import type { Log, Place } from './log.ts'

/**
 * Says why the step fails: one annotation with the error's code, message and hint, then what was
 * seen. An error that is not ours is a fault of the program, and its stack goes with it.
 */
export const fail = (log: Log, error: unknown, place: Place = {}): void => {
  if (error instanceof SeaworthyError) {
    const { code, message, hint, evidence } = error
    log.error(hint === undefined ? message : `${message}\n${hint}`, {
      title: code,
      ...error.place,
      ...place,
    })
    if (evidence.length > 0) log.hostText(evidence.join('\n'))
    return
  }
  log.error(`This should not happen: ${String(error)}`, { title: 'internal fault' })
  if (error instanceof Error && error.stack !== undefined) log.hostText(error.stack)
}
