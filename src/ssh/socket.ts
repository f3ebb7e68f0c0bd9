import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { whenAborted } from './abort.ts'

/** A TCP connection that could not be opened; `code` is the system's. */
export class SocketError extends Error {
  readonly code: string

  constructor(code: string, cause: unknown) {
    super(meaning(code), { cause })
    this.name = 'SocketError'
    this.code = code
  }
}

const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name in DNS',
  EAI_AGAIN: 'the name could not be looked up (DNS does not answer)',
  ECONNREFUSED: 'nothing listens on that port (connection refused)',
  ECONNRESET: 'the connection was reset',
  ETIMEDOUT: 'no answer (timed out)',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to its network',
}

const meaning = (code: string): string => meanings[code] ?? `the connection failed (${code})`

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

/**
 * Opens a TCP connection, with Nagle's delay off from the start (ssh2 never does: that costs 130 ms).
 * Rejects with a SocketError, or with the signal's reason when it is aborted.
 */
export const openSocket = (host: string, port: number, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    const release = whenAborted(signal, (reason) => {
      socket.destroy()
      reject(reason)
    })
    const fail = (error: Error): void => {
      release()
      reject(new SocketError(codeOf(error), error))
    }
    socket.once('error', fail).once('connect', () => {
      release()
      socket.off('error', fail)
      resolve(socket)
    })
  })
