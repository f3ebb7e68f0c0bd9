import type { Program } from '../database.ts'
import type { FullAddress } from './address.ts'

export type LibpqVariables = Readonly<Record<string, string>>

/** Where Debian and Ubuntu keep the certificates that a machine trusts. */
export const systemCertificates = '/etc/ssl/certs/ca-certificates.crt'

/** `system` as a file: libpq knows the word since 16 only. */
export const certificatesOf = (sslRootCert: string): string =>
  sslRootCert === 'system' ? systemCertificates : sslRootCert

const defined = (all: Readonly<Record<string, string | undefined>>): LibpqVariables =>
  Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : [])))

/**
 * What PostgreSQL's programs read from their environment; so nothing of it is in their arguments.
 * `detour` is where they connect in fact, while TLS still checks the address's own name.
 */
export const libpqVariables = (
  address: FullAddress,
  detour?: { readonly port: number },
): LibpqVariables =>
  defined({
    PGHOST: address.host,
    PGHOSTADDR: detour === undefined ? undefined : '127.0.0.1',
    PGPORT: String(detour?.port ?? address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
    PGDATABASE: address.database,
    PGSSLMODE: address.sslMode,
    PGSSLROOTCERT:
      address.sslRootCert === undefined ? undefined : certificatesOf(address.sslRootCert),
    PGOPTIONS: address.options,
    PGAPPNAME: address.applicationName,
    PGCONNECT_TIMEOUT: '15',
    PGGSSENCMODE: 'disable',
  })

/** A name that libpq would take for a connection string is made one that means the name. */
const asArgument = (database: string): string =>
  /=|^postgres(?:ql)?:\/\//.test(database)
    ? `dbname='${database.replace(/[\\']/g, '\\$&')}'`
    : database

/** pg_dump takes the database from PGDATABASE, but pg_dumpall connects to `postgres` unless told. */
export const argumentsFor = (
  program: Program,
  args: readonly string[],
  database: string,
): readonly string[] =>
  program === 'pg_dumpall'
    ? ['--no-password', `--database=${asArgument(database)}`, ...args]
    : ['--no-password', ...args]
