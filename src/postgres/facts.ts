/** What is read of a database in one snapshot, and compared with a restored copy. */

export interface Name {
  readonly schema: string
  readonly name: string
}

export interface ServerFacts {
  /** `15.18`. */
  readonly version: string
  /** `server_version_num`. */
  readonly versionNumber: number
  readonly major: number
  readonly database: string
  /** `pg_control_system()`, where the role may ask. */
  readonly systemIdentifier: string | undefined
  readonly encoding: string
  readonly collate: string
  readonly ctype: string
  readonly localeProvider: 'libc' | 'icu' | 'builtin'
  readonly providerLocale: string | undefined
  /** A standby, in recovery. */
  readonly standby: boolean
  /** `pg_database_size`. */
  readonly bytes: number
}

export interface TablePrint extends Name {
  /** Exact, as text: a count may be larger than a number. */
  readonly rows: string
  /** `sum(hashtextextended(ROW(columns)::text, 0))` as text; `0` for no rows. */
  readonly checksum: string
  /** Names of the columns that were hashed, in this order. */
  readonly columns: readonly string[]
  /** `pg_total_relation_size`. */
  readonly bytes: number
}

export type LeftOutKind = 'excluded' | 'foreign' | 'unlogged-on-standby' | 'extension'

/** A table that is there, but whose rows are not compared; or a sequence, whose value is not. */
export interface LeftOut extends Name {
  readonly kind: LeftOutKind
  readonly reason: string
}

export interface SequencePrint extends Name {
  readonly lastValue: string
  readonly isCalled: boolean
  /** Absent: 1. A negative one counts down. */
  readonly increment?: string | undefined
}

export interface ExtensionPrint {
  readonly name: string
  readonly version: string
  readonly schema: string
}

export interface Fingerprint {
  readonly tables: readonly TablePrint[]
  readonly leftOut: readonly LeftOut[]
  readonly sequences: readonly SequencePrint[]
  readonly materializedViews: readonly (Name & { readonly populated: boolean })[]
  readonly largeObjects: { readonly count: string; readonly checksum: string }
  readonly extensions: readonly ExtensionPrint[]
  /** `NOT VALID` ones stay so; all others must be valid in the copy. */
  readonly notValidConstraints: readonly string[]
}
