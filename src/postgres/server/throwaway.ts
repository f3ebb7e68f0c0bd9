import type { Session } from '../database.ts'
import type { Binaries } from './find.ts'

/** A server that is ours alone and gone at the end. */
export interface Throwaway {
  /** `15.18` */
  readonly version: string
  readonly major: number
  readonly kind: Binaries['kind']
  /** The container, when `kind` is `docker`. */
  readonly container: string | undefined
  /** For programs of libpq: PGHOST, PGPORT, PGUSER, and nothing of the job. */
  readonly env: Readonly<Record<string, string>>
  /** A folder for files of the restore; it goes with the server. */
  readonly scratch: string
  /** As superuser. @throws SeaworthyError `restore-failed` when the server is gone. */
  session(database: string, signal: AbortSignal): Promise<Session>
  /** A URL by the socket, as libpq and the drivers read it. */
  url(database: string): string
  /** The end of the server's log, as evidence. */
  logTail(): Promise<string>
  /** Whether the server still runs. */
  alive(): boolean
  /** Ends it at once and removes its folder. Idempotent; never rejects. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
