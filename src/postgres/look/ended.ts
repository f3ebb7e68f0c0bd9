import { wordsOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { ErrorCode } from '../../base/error.ts'

/** Words of the server, of libpq, of the driver and of the system when a session is over. */
const over =
  /terminating connection|connection terminated|closed the connection|the database system is|ECONN|EPIPE/i

/** A standby that replays the removal of old rows ends whoever still reads them. */
const conflict = 'conflict with recovery'

/** What to look at where the server ended a session; nothing for other words. */
export const endedHint = (words: string): { readonly hint?: string } => {
  if (words.includes(conflict))
    return {
      hint: 'The standby did not wait with its replay: raise max_standby_streaming_delay there, or set hot_standby_feedback = on.',
    }
  return over.test(words) ? { hint: 'The server ended the session; was it restarted?' } : {}
}

/** Of a way to the database that was open before: it is the reading that fails, not the way. */
const wayErrors: readonly ErrorCode[] = ['database-unreachable', 'database-not-ready']

/** A failure to read `what` as an error of `code`. What is explained by more than the way stays. */
export const explainReading = (what: string, code: ErrorCode, error: unknown): SeaworthyError => {
  if (error instanceof SeaworthyError && !wayErrors.includes(error.code)) return error
  const [reason = '', ...evidence] = wordsOf(error)
  return new SeaworthyError(code, `${what} can't be read: ${reason}`, {
    ...endedHint([reason, ...evidence].join('\n')),
    evidence,
    cause: error,
  })
}
