import type { Database } from '../../postgres/database.ts'

/** What is to be backed up, for whom, and where the file is staged. */
export interface Order {
  readonly database: Database
  /** Public keys. Empty only with `plaintext`. */
  readonly recipients: readonly string[]
  readonly plaintext: boolean
  readonly excludeTables: readonly string[]
  /** Closed to others; the file is left in it for the upload. */
  readonly folder: string
  /** First part of the file's name; undefined: the database's. */
  readonly name: string | undefined
  /** Sessions that fingerprint at the same time as pg_dump dumps. */
  readonly workers: number
  readonly origin: Origin
  readonly signal: AbortSignal
  /** Told at the beginning of each step, one line for people. */
  readonly tell: (line: string) => void
}

/** Who made it, for the manifest. */
export interface Origin {
  readonly tool: string
  readonly run: string
  readonly actor: string
}
