import { callReason } from '../../base/reason.ts'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isRecord, textOf } from '../../base/unknown.ts'

/** How one try to fetch a file ended. */
export type Try =
  | {
      readonly state: 'whole'
      readonly bytes: number
      readonly sha256: string
      readonly head: Buffer
    }
  /** The server gave more than `limit` bytes. */
  | { readonly state: 'too-long' }
  | { readonly state: 'refused'; readonly status: number }
  /** Another try may do: nothing came for too long, the connection broke, the server is in trouble. */
  | { readonly state: 'broken'; readonly why: string }

export interface Fetching {
  readonly fetchLike: typeof fetch
  /** Milliseconds without a byte after which the server is given up. */
  readonly stallMs: number
  readonly signal: AbortSignal
}

const isTransient = (status: number): boolean => status >= 500 || status === 429 || status === 408

/** A guard that fires when it was not told of progress for `stallMs`. */
const stallGuard = (stallMs: number) => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), stallMs)
  return {
    signal: controller.signal,
    progress: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  }
}

class TooLongError extends Error {}

/** Passes bytes on while they are counted and hashed; `head` are the first four. */
const meter = (limit: number, progress: () => void) => {
  const hash = createHash('sha256')
  const seen = { bytes: 0, head: Buffer.alloc(0) }
  const pass = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      progress()
      seen.bytes += chunk.length
      if (seen.bytes > limit) throw new TooLongError()
      hash.update(chunk)
      if (seen.head.length < 4) seen.head = Buffer.concat([seen.head, chunk]).subarray(0, 4)
      yield chunk
    }
  }
  return { seen, pass, sha256: () => hash.digest('hex') }
}

const codeOf = (error: unknown): string =>
  (isRecord(error) ? textOf(error['code']) : undefined) ?? ''

/** Whether it is the file that could not be written, not the connection that broke. */
const isOfTheDisk = (error: unknown): boolean =>
  /^(?:ENOSPC|EDQUOT|EROFS|EACCES|EISDIR|ENOENT|EIO)$/.test(codeOf(error))

/** `GET` where a redirect is an answer. The body of every answer but 200 is dropped. */
export const ask = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  { fetchLike, stallMs, signal }: Fetching,
): Promise<
  { readonly status: number; readonly location: string | null } | Extract<Try, { state: 'broken' }>
> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(stallMs)])
  try {
    const response = await fetchLike(url, { headers, redirect: 'manual', signal: limit })
    await response.body?.cancel()
    const { status } = response
    if (isTransient(status)) return { state: 'broken', why: `answered ${status}` }
    return { status, location: response.headers.get('location') }
  } catch (error) {
    signal.throwIfAborted()
    return { state: 'broken', why: limit.aborted ? 'no answer in time' : callReason(error) }
  }
}

/**
 * Streams `url` into the file `into` (made anew, 0600), at most `limit` bytes, without any credentials.
 * @throws the signal's reason, and errors of the disk.
 */
export const fetchInto = async (
  url: string,
  into: string,
  limit: number,
  { fetchLike, stallMs, signal }: Fetching,
): Promise<Try> => {
  const guard = stallGuard(stallMs)
  const both = AbortSignal.any([signal, guard.signal])
  const { seen, pass, sha256 } = meter(limit, guard.progress)
  try {
    const { status, body } = await fetchLike(url, { signal: both })
    if (isTransient(status)) return { state: 'broken', why: `storage answered ${status}` }
    if (status !== 200 || body === null) return { state: 'refused', status }
    const file = createWriteStream(into, { flags: 'w', mode: 0o600 })
    await pipeline(Readable.fromWeb(body), pass, file, { signal: both })
    return { state: 'whole', bytes: seen.bytes, sha256: sha256(), head: seen.head }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof TooLongError) return { state: 'too-long' }
    if (isOfTheDisk(error)) throw error
    const stalled = `nothing came for ${stallMs / 1000} s`
    const why = guard.signal.aborted ? stalled : `the connection broke: ${callReason(error)}`
    return { state: 'broken', why: `${why} (after ${seen.bytes} bytes)` }
  } finally {
    guard.end()
  }
}
