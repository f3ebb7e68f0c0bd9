/** How libpq understands `sslmode`. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

/** A database, as a URL and libpq's variables name it; what they leave out is undefined. */
export interface Address {
  /** A name, an IP address, or the folder of a unix socket. */
  readonly host: string | undefined
  readonly port: number
  readonly user: string | undefined
  readonly password: string | undefined
  readonly database: string | undefined
  readonly sslMode: SslMode
  /** A file of certificates; `system` for those that this machine trusts. */
  readonly sslRootCert: string | undefined
  /** `-c name=value ...` for the server. */
  readonly options: string | undefined
  readonly applicationName: string
}

/** An address that says enough to log in. */
export interface FullAddress extends Address {
  readonly host: string
  readonly user: string
  readonly database: string
}

export const isFolder = (host: string): boolean => host.startsWith('/')

/** `db.example.com:5432`, `[::1]:5432`, or the socket's path. */
export const placeOf = ({
  host,
  port,
}: {
  readonly host: string
  readonly port: number
}): string =>
  isFolder(host) ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`
