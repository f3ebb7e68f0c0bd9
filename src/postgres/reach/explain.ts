import { SeaworthyError } from '../../base/error.ts'
import { ForwardError } from '../../ssh/channel-error.ts'
import { placeOf } from './address.ts'
import type { FullAddress } from './address.ts'

/** Whom and what an error speaks of; nothing of it is secret. */
export interface Where {
  readonly address: FullAddress
  /** The host whose SSH connection is used, for the hints. */
  readonly through?: string
}

interface Reason {
  readonly looks: RegExp
  readonly reason: string
  readonly hint: (where: Where) => string
}

const from = ({ through }: Where): string => through ?? 'this machine'

const notVerified = (): string =>
  'Name the right certificates in sslrootcert; sslmode=require encrypts without verifying.'

/** By error code of the operating system, OpenSSL or Node, or by words. */
const unreachable: readonly Reason[] = [
  {
    looks: /ECONNREFUSED|connection refused/i,
    reason: 'nothing listens there (connection refused)',
    hint: (where) =>
      `Are host and port right as seen from ${from(where)}, and does the server listen there (listen_addresses)?`,
  },
  {
    looks: /ENOTFOUND|EAI_AGAIN|name or service not known|no address/i,
    reason: 'its name is not known',
    hint: (where) => `Is the host's name right, and known on ${from(where)}?`,
  },
  {
    looks: /ENOENT|ENOTSOCK/,
    reason: 'there is no such socket',
    hint: () => 'Is the folder of the socket right, and does the server run?',
  },
  {
    looks: /EACCES/,
    reason: 'the socket may not be opened',
    hint: () => 'May this user enter the folder of the socket?',
  },
  {
    looks: /TimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|no route|timed out|unreachable/i,
    reason: 'it does not answer',
    hint: (where) =>
      `Does a firewall let ${from(where)} in? A database that only its own network sees is reached with \`through: ssh://user@host\`.`,
  },
  {
    looks: /does not support SSL/,
    reason: 'it does not speak TLS',
    hint: () => 'Turn `ssl` on in the server, or ask for sslmode=prefer.',
  },
  {
    looks: /ERR_TLS_CERT_ALTNAME_INVALID/,
    reason: "its certificate is not for this host's name",
    hint: () => 'Use the name that the certificate has, or sslmode=verify-ca.',
  },
  {
    looks: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    reason: 'its certificate is not valid at this time',
    hint: () => "Renew the server's certificate.",
  },
  {
    looks: /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/,
    reason: 'its certificate is not signed by an authority that is trusted here',
    hint: notVerified,
  },
  {
    looks: /EPROTO|ERR_SSL|ERR_TLS/,
    reason: 'TLS did not come about',
    hint: () => 'Does the server speak TLS 1.2 or newer?',
  },
  {
    looks: /Connection terminated|ECONNRESET|EPIPE|establishing an SSL/,
    reason: 'it hung up',
    hint: () => 'Is this the port of a PostgreSQL server, and is it neither starting nor overrun?',
  },
  {
    looks: /unsupported startup parameter/,
    reason: 'a connection pooler is there that does not let `options` through',
    hint: () => "Give the database's own address and port, or leave out `options`.",
  },
  {
    looks: /administratively prohibited/,
    reason: 'the SSH server does not forward connections',
    hint: ({ through = 'the host' }) =>
      `Allow it on ${through} (AllowTcpForwarding in sshd_config).`,
  },
]

/** SQLSTATE of what the server says before it lets anybody in. */
const refused: readonly Reason[] = [
  {
    looks: /^28P01/,
    reason: 'the password is wrong, or the role has none',
    hint: () => 'Is the password in database-url percent-encoded, and is it that of this role?',
  },
  {
    looks: /^28000 .*no encryption/s,
    reason: 'pg_hba.conf does not let this role in from here without TLS',
    hint: () =>
      'Ask for TLS (sslmode=require or better), or allow this role and database in pg_hba.conf.',
  },
  {
    looks: /^28000 .*does not exist/s,
    reason: 'there is no such role',
    hint: () => 'Is the user in database-url right?',
  },
  {
    looks: /^28000/,
    reason: 'pg_hba.conf does not let this role in from here',
    hint: (where) => `Allow this role and database from ${from(where)} in pg_hba.conf.`,
  },
  {
    looks: /^3D000/,
    reason: 'there is no such database',
    hint: () => "Is the database's name in database-url right?",
  },
  {
    looks: /^42501/,
    reason: 'the role may not connect to this database',
    hint: ({ address }) => `GRANT CONNECT ON DATABASE ... TO ${address.user}.`,
  },
  {
    looks: /client password must be/,
    reason: 'the server asks for a password, and none was given',
    hint: () => 'Put the password into database-url, or into PGPASSWORD.',
  },
]

const notReady = /^(?:57P03|53300|57P01|57P02)/

const errorParts = (error: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['code', 'name', 'message'].flatMap((key) => {
      const value: unknown = Reflect.get(error, key)
      return typeof value === 'string' ? [[key, value]] : []
    }),
  )

/** Code and words of an error, and of those it consists of. */
const wordsOf = (error: unknown): string => {
  if (error instanceof ForwardError) return error.detail
  if (typeof error !== 'object' || error === null) return String(error)
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.map(wordsOf).join('; ')
  const { code, name, message } = { code: '', name: '', message: '', ...errorParts(error) }
  return [code, name === 'TimeoutError' ? name : '', message].filter(Boolean).join(' ')
}

/** Says why nobody could log in; what is already explained (`host-lost`) stays as it is. */
export const explainLogin = (error: unknown, where: Where): SeaworthyError => {
  if (error instanceof SeaworthyError) return error
  const { address } = where
  const { password } = address
  const words = wordsOf(error)
  const seen = password ? words.replaceAll(password, '***') : words
  const as = `${address.user} to ${address.database} at ${placeOf(address)}`
  const no = refused.find(({ looks }) => looks.test(words))
  if (no !== undefined)
    return new SeaworthyError(
      'database-login-refused',
      `The server did not let ${as}: ${no.reason}.`,
      { hint: no.hint(where), evidence: [seen], cause: error },
    )
  if (notReady.test(words))
    return new SeaworthyError(
      'database-not-ready',
      `The server at ${placeOf(address)} takes no connection now.`,
      { hint: 'It starts, stops, or has no connection left: try again later.', evidence: [seen] },
    )
  const why = unreachable.find(({ looks }) => looks.test(words))
  return new SeaworthyError(
    'database-unreachable',
    `The database at ${placeOf(address)} cannot be reached${
      where.through === undefined ? '' : ` from ${where.through}`
    }: ${why?.reason ?? seen}.`,
    {
      hint: why?.hint(where) ?? `Are host and port right as seen from ${from(where)}?`,
      evidence: [seen],
      cause: error,
    },
  )
}
