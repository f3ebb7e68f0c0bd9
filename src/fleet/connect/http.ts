import { Agent, request } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Duplex } from 'node:stream'
import { SeaworthyError } from '../../base/error.ts'
import { whenAborted } from '../../ssh/abort.ts'
import { ForwardError } from '../../ssh/channel-error.ts'
import { RunError } from '../../ssh/connection.ts'

export interface HttpRequest {
  readonly options: RequestOptions
  readonly body?: string | undefined
  /** Bytes of the answer's body that are kept. */
  readonly keepBytes: number
  /** The rest of the body is read and dropped (`drain`), or not waited for (`leave`). */
  readonly rest: 'drain' | 'leave'
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The connection broke before the answer was complete, or what came is no HTTP. */
export class HttpError extends Error {
  readonly code: string
  /** It had been used before and was probably closed meanwhile: the request was not read. */
  readonly stale: boolean

  constructor(cause: Error, stale: boolean) {
    super(cause.message, { cause })
    this.name = 'HttpError'
    this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown'
    this.stale = stale && (this.code === 'ECONNRESET' || this.code === 'EPIPE')
  }
}

const headersOf = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )

/** Reads a body up to a limit; `finish` is called once, with what was kept. */
const collect = (
  response: IncomingMessage,
  { keepBytes, rest }: HttpRequest,
  finish: (body: Buffer) => void,
): (() => void) => {
  const chunks: Buffer[] = []
  let kept = 0
  const done = (): void => finish(Buffer.concat(chunks))
  response.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, keepBytes - kept)
    kept += part.length
    if (part.length > 0) chunks.push(part)
    if (rest === 'leave' && kept >= keepBytes) done()
  })
  response.on('end', done)
  return done
}

/** Node refuses at once what no request may hold, such as a line break in a header. */
const begin = (options: RequestOptions): ClientRequest => {
  try {
    return request(options)
  } catch (error) {
    throw new HttpError(error as Error, false)
  }
}

/**
 * One request and its answer. Rejects with an HttpError, with what the connection was destroyed with
 * (a SeaworthyError), or with the signal's reason, at once. With `rest: 'leave'` an answer whose
 * headers have come is given with as much of its body as there is, however it ends.
 */
export const exchange = async (what: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
  const outgoing = begin(what.options)
  return new Promise((resolve, reject) => {
    let early: (() => void) | undefined
    const end = (settle: () => void): void => {
      release()
      if (early === undefined) settle()
      else early()
      outgoing.destroy()
    }
    outgoing.on('error', (error) =>
      end(() => reject(isPlain(error) ? new HttpError(error, outgoing.reusedSocket) : error)),
    )
    outgoing.on('response', (response) => {
      const finish = (body: Buffer): void => {
        release()
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body })
        if (what.rest === 'leave') outgoing.destroy()
      }
      const done = collect(response, what, finish)
      if (what.rest === 'leave') early = done
      response.on('error', (error) => end(() => reject(new HttpError(error, false))))
    })
    let release = (): void => undefined
    release = whenAborted(signal, (reason) => end(() => reject(reason)))
    if (!signal.aborted) outgoing.end(what.body)
  })
}

/** Errors of Node itself, as opposed to those a connection was destroyed with. */
const isPlain = (error: Error): boolean =>
  !(error instanceof SeaworthyError) &&
  !(error instanceof RunError) &&
  !(error instanceof ForwardError)

const nothing = (): void => undefined

/** Methods of a TCP socket that Node's agent calls on whatever it keeps. */
const socketManners = {
  setKeepAlive: nothing,
  setNoDelay: nothing,
  setTimeout: nothing,
  ref: nothing,
  unref: nothing,
}

/**
 * Keeps connections that `open` makes, for the next requests. `idleMs` is how long an idle one is
 * kept (undefined: as long as there is room), `most` how many there may be at a time.
 */
export const poolOf = (
  open: () => Promise<Duplex>,
  { most, idle, idleMs }: { most: number; idle: number; idleMs?: number },
): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: idle })
  agent.createConnection = (_options, done) => {
    open().then(
      (stream) => done?.(null, Object.assign(stream, socketManners)),
      (error: unknown) => done?.(error as Error, undefined as never),
    )
    return undefined
  }
  if (idleMs !== undefined)
    agent.on('free', (stream: Duplex) => {
      const isIdle = (): boolean =>
        Object.values(agent.freeSockets)
          .flat()
          .includes(stream as never)
      setTimeout(() => isIdle() && stream.destroy(), idleMs).unref()
    })
  return agent
}
