import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import pg from 'pg'
import type { Row, Session } from '../database.ts'
import type { FullAddress } from './address.ts'
import { pgStream } from './pg-stream.ts'
import type { Tls } from './tls.ts'

/** Opens the way for one session; undefined: the driver connects to the address by itself. */
export type Road = ((signal: AbortSignal) => Promise<Duplex>) | undefined

/** Object ids in pg_type of what JavaScript would round: floats, dates, times, intervals, arrays. */
const asText = new Set([
  ...[700, 701, 600, 718, 1021, 1022, 1017],
  ...[1082, 1114, 1184, 1115, 1182, 1185, 1186, 1187],
])

const unchanged = (text: string): string => text

const types = new pg.TypeOverrides()
for (const id of asText) types.setTypeParser(id, unchanged)

const rowsOf = (result: unknown): readonly Row[] => {
  const last: unknown = Array.isArray(result) ? result.at(-1) : result
  if (typeof last !== 'object' || last === null || !('rows' in last)) return []
  return last.rows as readonly Row[]
}

/**
 * `options` that were not given are not sent, whatever PGOPTIONS says: pgbouncer refuses even blank
 * ones. The driver has no word for that, so it is told after it has looked.
 */
const withoutOptions = (client: pg.Client): pg.Client => {
  const parameters: unknown = Reflect.get(client, 'connectionParameters')
  if (typeof parameters === 'object' && parameters !== null) Reflect.set(parameters, 'options', '')
  return client
}

/** The environment of this process has no say: what is not given is given as nothing. */
const clientOn = (stream: Duplex, address: FullAddress, ssl: Tls): pg.Client => {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: () => address.password ?? '',
    database: address.database,
    application_name: address.applicationName,
    ...(address.options === undefined ? {} : { options: address.options }),
    ssl,
    stream: () => stream,
    keepAlive: true,
    enableChannelBinding: true,
    types,
  })
  return address.options === undefined ? withoutOptions(client) : client
}

/** Ends within a second, with the driver's goodbye or without it. */
const part = async (client: pg.Client, stream: Duplex): Promise<void> => {
  const timer = setTimeout(() => stream.destroy(), 1000)
  await client.end().catch(() => undefined)
  clearTimeout(timer)
  stream.destroy()
}

const sessionOn = (client: pg.Client, stream: Duplex, signal: AbortSignal): Session => {
  let lost: Error | undefined
  client.on('error', (error: Error) => (lost ??= error))
  const abort = (): void => void stream.destroy()
  signal.addEventListener('abort', abort, { once: true })
  return {
    query: async (sql, values) => {
      signal.throwIfAborted()
      if (lost !== undefined) throw lost
      try {
        return rowsOf(await client.query(sql, values === undefined ? undefined : [...values]))
      } catch (error) {
        signal.throwIfAborted()
        throw error
      }
    },
    close: () => {
      signal.removeEventListener('abort', abort)
      return part(client, stream)
    },
  }
}

const timeLimitMs = 15_000

/**
 * Logs in once. Rejects as the network or the server does, with the signal's reason, or with a
 * TimeoutError after 15 s.
 */
export const logIn = async (
  address: FullAddress,
  road: Road,
  ssl: Tls,
  signal: AbortSignal,
): Promise<Session> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)])
  within.throwIfAborted()
  const stream = road === undefined ? new Socket() : pgStream(await road(within))
  const abort = (): void => void stream.destroy()
  within.addEventListener('abort', abort, { once: true })
  const client = clientOn(stream, address, ssl)
  try {
    client.on('error', () => undefined)
    await client.connect()
    return sessionOn(client, stream, signal)
  } catch (error) {
    stream.destroy()
    throw within.aborted ? within.reason : error
  } finally {
    within.removeEventListener('abort', abort)
  }
}
