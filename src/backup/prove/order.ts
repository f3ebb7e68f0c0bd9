import type { Installed } from '../../postgres/client/find.ts'
import type { WantedServer } from '../../postgres/server/choose.ts'

/** What is to be proven, and with what. */
export interface ProofOrder {
  /** The file as it was downloaded. */
  readonly file: string
  /** Private keys, one a line; empty for plaintext. */
  readonly identities: string
  /** Of our own and closed to others: everything that is made lies below it. */
  readonly folder: string
  readonly server: WantedServer
  /** A client that reads archives of this major's pg_dump. @throws SeaworthyError `client-missing`. */
  readonly client: (major: number, may: { readonly install: boolean }) => Promise<Installed>
  /** Where packaged servers are kept from run to run. */
  readonly cacheFolder: string
  readonly bootstrapSql: string
  /** `sql: ...` or a command, one claim each. */
  readonly smoke: readonly string[]
  readonly freshness: string | undefined
  readonly maxAgeMs: number
  /** Sizes of earlier backups in bytes, newest first. */
  readonly earlierBytes: readonly number[]
  /** Where commands of `smoke` run. */
  readonly workspace: string
  /** The job's variables without its secrets: PATH and HOME for programs, all for Docker's and npm's. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}
