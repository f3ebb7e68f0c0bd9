/** Why a host did not open a forward; evidence for a diagnosis, not yet an error for users. */
export type ForwardFailure =
  /** The address answers, nothing listens. */
  | 'refused'
  /** No way to the address: no route, no such name, no answer. */
  | 'unreachable'
  /** The SSH server does not allow this forward. */
  | 'forbidden'
  /** No reason given: sshd says so for a missing socket and for a forbidden one alike. */
  | 'unexplained'

/** The host did not open a channel; nothing was sent through it. */
export class ForwardError extends Error {
  readonly failure: ForwardFailure
  /** The server's words: `No route to host`. */
  readonly detail: string

  constructor(failure: ForwardFailure, detail: string) {
    super(`the SSH server did not open the connection: ${detail}`)
    this.name = 'ForwardError'
    this.failure = failure
    this.detail = detail
  }
}

/** RFC 4254, 5.1. */
const administrativelyProhibited = 1

/**
 * Reads ssh2's error. OpenSSH puts strerror(3) or gai_strerror(3) of the connect into the text of a
 * reason 2, and `open failed` where it has nothing to say (serverloop.c, channels.c of 9.2).
 */
export const forwardErrorOf = (error: Error): ForwardError => {
  const detail = error.message.replace(/^\(SSH\) Channel open failure: /, '')
  if ('reason' in error && error.reason === administrativelyProhibited)
    return new ForwardError('forbidden', detail)
  if (/refused/i.test(detail)) return new ForwardError('refused', detail)
  return /no route|unreachable|timed out|not known|no address|temporary failure/i.test(detail)
    ? new ForwardError('unreachable', detail)
    : new ForwardError('unexplained', detail)
}
