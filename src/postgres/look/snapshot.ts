import { SeaworthyError } from '../../base/error.ts'
import type { Database, Row, Session } from '../database.ts'
import { only, text } from './cells.ts'
import { beginReading } from './settings.ts'

/** Opens sessions that all see the same rows, with settings pinned. */
export interface Opener {
  /** The caller closes it. */
  open(signal: AbortSignal): Promise<Session>
}

/** One state of the database, kept alive by a session that exported it. */
export interface Snapshot extends Opener {
  /** For `pg_dump --snapshot`. */
  readonly id: string
  /** ISO 8601. */
  readonly takenAt: string
  readonly walPosition: string
  /** The exporter's, inside its transaction. A statement that fails ends the snapshot. */
  readonly session: Session
  /** @throws SeaworthyError `snapshot-lost`: what was read since can't be trusted. */
  stillThere(): Promise<void>
  /** Idempotent, and never rejects. */
  close(): Promise<void>
}

const exportSnapshot = `
  SELECT pg_catalog.pg_export_snapshot() AS id,
    pg_catalog.to_char(pg_catalog.now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at,
    coalesce(CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
      ELSE pg_catalog.pg_current_wal_lsn() END::text, 'unknown') AS wal_position`

/** Differs when another backend, or another transaction, answers. */
const markQuery = `
  SELECT pg_catalog.pg_backend_pid()::text || ' ' || pg_catalog.now()::text AS mark`

const lost = (cause?: unknown): SeaworthyError =>
  new SeaworthyError('snapshot-lost', 'The snapshot that everything is read from is gone', {
    hint: 'The connection to the database was ended, or its server restarted, during the backup. Run it again; on a standby, raise max_standby_streaming_delay.',
    evidence: cause instanceof Error ? [cause.message] : [],
    cause,
  })

/** A fresh session of `database` made ready by `prepare`; closed when that fails. */
const opened = async <T>(
  database: Pick<Database, 'session'>,
  signal: AbortSignal,
  prepare: (session: Session) => Promise<T>,
): Promise<{ session: Session; prepared: T }> => {
  const session = await database.session(signal)
  try {
    return { session, prepared: await prepare(session) }
  } catch (error) {
    await session.close()
    throw error
  }
}

const exported = async (session: Session): Promise<{ row: Row; mark: string }> => {
  await beginReading(session)
  const row = only(await session.query(exportSnapshot))
  return { row, mark: text(only(await session.query(markQuery)), 'mark') }
}

const stillThere = async (session: Session, mark: string): Promise<void> => {
  const rows = await session.query(markQuery).catch((error: unknown) => {
    throw lost(error)
  })
  if (text(only(rows), 'mark') !== mark) throw lost()
}

/** SQLSTATE of what a server says to a snapshot that it doesn't have (any more). */
const noSuchSnapshot = new Set(['22023', '42704', '55000'])

const isNoSuchSnapshot = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  noSuchSnapshot.has(error.code)

/**
 * Takes the snapshot that pg_dump and the fingerprint share. It lasts until it is closed: it holds
 * back the server's clean-up of old rows for so long.
 */
export const takeSnapshot = async (database: Database, signal: AbortSignal): Promise<Snapshot> => {
  const { session, prepared } = await opened(database, signal, exported)
  const id = text(prepared.row, 'id')
  const imported = async (importer: Session): Promise<void> => {
    await beginReading(importer, id).catch((error: unknown) => {
      throw isNoSuchSnapshot(error) ? lost(error) : error
    })
  }
  return {
    id,
    takenAt: text(prepared.row, 'taken_at'),
    walPosition: text(prepared.row, 'wal_position'),
    session,
    open: async (aborted) => (await opened(database, aborted, imported)).session,
    stillThere: () => stillThere(session, prepared.mark),
    close: () => session.close(),
  }
}

/** Opens sessions on a copy that nobody writes to: each one has a snapshot of its own. */
export const quietOpener = (database: Pick<Database, 'session'>): Opener => ({
  open: async (signal) => (await opened(database, signal, beginReading)).session,
})
