import { Duplex } from 'node:stream'
import { HttpError, exchange } from './http.ts'
import type { HttpAnswer } from './http.ts'
import type { Place } from './redirect.ts'

/** One request and what became of it, before redirects are followed. */
export type Asked =
  | { readonly outcome: 'answered'; readonly answer: HttpAnswer }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unreachable'; readonly detail: string }
  | { readonly outcome: 'broken'; readonly detail: string }
  | { readonly outcome: 'forbidden'; readonly detail: string }

/** A way to ask; rejects with the signal's reason, or when the connection to the host is lost. */
export type Way = (place: Place, timeoutMs: number, signal: AbortSignal) => Promise<Asked>

/** What is read of an answer's body. */
const bodyBytes = 4096

/** Header fields of kamal-proxy's check (health_check.go): nothing else but what Go adds. */
export const userAgent = 'kamal-proxy'

/** Asks over an open connection, which is used up. */
export const askThrough = async (
  stream: Duplex,
  { path, hostHeader }: Place,
  signal: AbortSignal,
): Promise<Asked> => {
  const headers = { Host: hostHeader, 'User-Agent': userAgent, Connection: 'close' }
  const options = { path, headers, createConnection: () => stream, setHost: false }
  try {
    const answer = await exchange({ options, keepBytes: bodyBytes, rest: 'leave' }, signal)
    return { outcome: 'answered', answer }
  } catch (error) {
    if (error instanceof HttpError) return { outcome: 'broken', detail: error.message }
    throw error
  } finally {
    stream.destroy()
  }
}

/** A connection on which everything has been received already. */
export const replayOf = (received: Buffer): Duplex => {
  const stream: Duplex = new Duplex({
    read: () => {
      stream.push(received)
      stream.push(null)
    },
    write: (_chunk, _encoding, done) => done(),
  })
  return stream
}
