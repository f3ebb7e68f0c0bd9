import type { Fingerprint, ServerFacts } from '../postgres/facts.ts'

/** Version of the layout; a reader refuses a newer one. */
export const manifestFormat = 1

export interface DumpPrint {
  /** Of the whole dump, chunks put together. */
  readonly bytes: number
  readonly sha256: string
  /** Number of `dump/NNNNNN` entries. */
  readonly chunks: number
}

/** `manifest.json`, the last entry: what was dumped, in the same snapshot, and what it must equal. */
export interface Manifest {
  readonly format: typeof manifestFormat
  /** Name of the file that it was made as: under another name it is another backup. */
  readonly file: string
  /** ISO 8601, when the snapshot was taken. */
  readonly takenAt: string
  readonly tool: string
  /** Where it was made: the run's page, and who started it. */
  readonly run: string
  readonly actor: string
  readonly server: ServerFacts
  /** Version of the pg_dump that made it. */
  readonly client: string
  /** `pg_current_wal_lsn()`, or the replay position of a standby. */
  readonly walPosition: string
  readonly fingerprint: Fingerprint
  readonly dump: DumpPrint
  /** Digests of `globals.sql` and `schema.sql`. */
  readonly texts: Readonly<Record<'globals.sql' | 'schema.sql', string>>
  /** Public keys that can open it. Empty: plaintext. */
  readonly recipients: readonly string[]
}
