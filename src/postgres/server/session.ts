import { Client } from 'pg'
import { SeaworthyError } from '../../base/error.ts'
import type { Row, Session } from '../database.ts'
import { port, superuser } from './settings.ts'

const rowsOf = (result: unknown): readonly Row[] => {
  const last: unknown = Array.isArray(result) ? result.at(-1) : result
  if (typeof last !== 'object' || last === null || !('rows' in last)) return []
  return last.rows as readonly Row[]
}

const gone = (cause: unknown): SeaworthyError =>
  new SeaworthyError('restore-failed', 'the throw-away server does not answer', {
    cause,
    evidence: [cause instanceof Error ? cause.message : String(cause)],
  })

/**
 * A session of the copy over its socket. `options` is set so that the job's PGOPTIONS has no say; a
 * default of the restored database must not make the session read-only or short of time.
 *
 * @throws SeaworthyError `restore-failed` when nobody answers.
 */
export const openSession = async (
  socketFolder: string,
  database: string,
  signal: AbortSignal,
): Promise<Session> => {
  signal.throwIfAborted()
  const client = new Client({
    ...{ host: socketFolder, port, user: superuser, database, ssl: false },
    application_name: 'seaworthy',
    options: '-c default_transaction_read_only=off -c statement_timeout=0',
    connectionTimeoutMillis: 10_000,
  })
  let lost: Error | undefined
  client.on('error', (error: Error) => (lost ??= error))
  const close = () => client.end().catch(() => undefined)
  const abort = () => void close()
  try {
    await client.connect()
  } catch (error) {
    await close()
    throw gone(error)
  }
  signal.addEventListener('abort', abort, { once: true })
  return {
    query: async (sql, values) => {
      signal.throwIfAborted()
      if (lost !== undefined) throw gone(lost)
      return rowsOf(await client.query(sql, values === undefined ? undefined : [...values]))
    },
    close: async () => {
      signal.removeEventListener('abort', abort)
      await close()
    },
  }
}

/** `postgresql://seaworthy_proof@localhost:5432/shop?host=/tmp/s`: the host in the query wins. */
export const socketUrl = (socketFolder: string, database: string): string =>
  `postgresql://${superuser}@localhost:${port}/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`
