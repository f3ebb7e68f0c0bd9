import type { Readable } from 'node:stream'

export type Row = Readonly<Record<string, unknown>>

/** One connection to the database, in use by one caller at a time. */
export interface Session {
  /** Rows of one statement; of several (without values), the last one's. Rejects as the server does. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Idempotent, and never rejects. */
  close(): Promise<void>
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null
  /** The last 16 KiB. */
  readonly stderr: string
}

/** A program that runs; the caller reads `stdout` to its end, or aborts. */
export interface Running {
  /** Ends when the program closed it; destroyed when the way to it was lost. */
  readonly stdout: Readable
  /** Never rejects; settles when the program is gone and its streams have ended. */
  readonly ended: Promise<Ended>
}

export const programs = ['pg_dump', 'pg_dumpall'] as const
export type Program = (typeof programs)[number]

/** The programs of one PostgreSQL installation, here or in the database's container. */
export interface Client {
  /** As `pg_dump --version` says it: `15.18`. */
  readonly version: string
  readonly major: number
  /** Where it was found, for the report. */
  readonly from: string
  /**
   * Runs a program against the database: `args` without host, port, user and database, which are
   * added, as is the password in its environment. Aborting the signal ends the program.
   */
  run(program: Program, args: readonly string[], signal: AbortSignal): Running
}

/** A database that can be reached: directly, through a tunnel, or in a container behind SSH. */
export interface Database {
  /** For people, without secrets: `shop at db.example.com:5432 through deploy@10.0.0.5`. */
  readonly label: string
  /** The database's name. */
  readonly name: string
  /** @throws SeaworthyError `database-unreachable`, `database-login-refused`. */
  session(signal: AbortSignal): Promise<Session>
  /** A client whose major is the server's, else the smallest newer one. @throws `client-missing`. */
  client(serverMajor: number, signal: AbortSignal): Promise<Client>
  /** The cause of a failure, where what the database lives in knows it; else the failure itself. */
  explain?(error: unknown): Promise<unknown>
  /** Ends the way to it. */
  close(): Promise<void>
}
