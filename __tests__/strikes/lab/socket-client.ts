import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/** What became of one WebSocket: `ended` by the other side is its right, not to open is a failure. */
type Visit = { readonly state: 'ended' } | { readonly state: 'failed'; readonly why: string }

export interface SocketsResult {
  readonly opened: number
  /** Messages that came back. */
  readonly echoes: number
  /** Milliseconds since 1970, and why one did not open. */
  readonly failed: readonly {
    readonly at: number
    readonly address: string
    readonly why: string
  }[]
}

export interface Sockets {
  readonly soFar: () => SocketsResult
  readonly stop: () => Promise<void>
}

/** A masked text frame that says `ahoy` (RFC 6455, 5.2). */
const ahoy = (): Buffer => {
  const mask = randomBytes(4)
  const body = Buffer.from('ahoy').map((byte, at) => byte ^ (mask[at % 4] ?? 0))
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length]), mask, body])
}

/** Why a WebSocket failed to which nobody said anything. */
export const noAnswer = 'no answer in 35 s'
const patienceMs = 35_000

const messageEveryMs = 50
const frameBytes = 6

/** Sends a message now and then until the other side ends it, or the signal does. */
const converse = (socket: Duplex, head: Buffer, signal: AbortSignal, onEcho: () => void) =>
  new Promise<Visit>((resolve) => {
    let bytes = head.length
    const say = (): void => {
      if (socket.writable) socket.write(ahoy())
    }
    const timer = setInterval(say, messageEveryMs)
    const hangUp = (): unknown => socket.destroy()
    signal.addEventListener('abort', hangUp, { once: true })
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      for (; bytes >= frameBytes; bytes -= frameBytes) onEcho()
    })
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    // It may have been called off while it opened.
    if (signal.aborted) hangUp()
    socket.on('close', () => {
      clearInterval(timer)
      signal.removeEventListener('abort', hangUp)
      resolve({ state: 'ended' })
    })
    say()
  })

interface Where {
  readonly address: string
  readonly port: number
  readonly host: string
}

const visit = (
  { address, port, host }: Where,
  signal: AbortSignal,
  counts: { opened: number; echoes: number },
): Promise<Visit> =>
  new Promise((resolve) => {
    const headers = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    }
    const failed = (why: string): void => resolve({ state: 'failed', why })
    const asked = request({ host: address, port, path: '/socket', headers, agent: false })
    const late = setTimeout(() => asked.destroy(new Error(noAnswer)), patienceMs)
    asked.on('close', () => clearTimeout(late))
    asked.on('error', (error) => failed(error.message))
    asked.on('response', (response) => {
      response.resume()
      failed(String(response.statusCode))
    })
    asked.on('upgrade', (_response, socket, head) => {
      counts.opened += 1
      clearTimeout(late)
      void converse(socket, head, signal, () => (counts.echoes += 1)).then(resolve)
    })
    asked.end()
  })

const pauseMs = 100
const mostVisits = 10_000

/** Keeps a WebSocket open to every address, and opens it anew at once when it was ended. */
export const keepSockets = (addresses: readonly string[], host: string, port = 80): Sockets => {
  const counts = { opened: 0, echoes: 0 }
  const failed: { at: number; address: string; why: string }[] = []
  const stop = new AbortController()
  const keep = async (address: string): Promise<void> => {
    for (let turn = 0; turn < mostVisits && !stop.signal.aborted; turn += 1) {
      const at = Date.now()
      const end = await visit({ address, port, host }, stop.signal, counts)
      if (end.state === 'ended') continue
      failed.push({ at, address, why: end.why })
      await sleep(pauseMs)
    }
  }
  const all = addresses.map(keep)
  return {
    soFar: () => ({ ...counts, failed: [...failed] }),
    stop: async () => {
      stop.abort()
      await Promise.all(all)
    },
  }
}
