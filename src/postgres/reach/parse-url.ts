import type { Address, SslMode } from './address.ts'
import { sslModes } from './address.ts'

export type Variables = Readonly<Record<string, string | undefined>>

export type ParsedAddress =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly mistakes: readonly string[] }

/** Parts of a URL under the names of libpq's variables, so that one can fill in for the other. */
interface Parts {
  readonly values: ReadonlyMap<string, string>
  readonly mistakes: readonly string[]
}

const parameters: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
}

/** Parameters of libpq that would change where or how we log in, and that are not understood here. */
const notUnderstood = [
  ...['hostaddr', 'service', 'passfile', 'sslcert', 'sslkey', 'sslpassword', 'sslcrl'],
  ...['sslnegotiation', 'requirepeer', 'krbsrvname', 'gsslib', 'ssl_min_protocol_version'],
]

const encodeHint = 'percent-encode special characters in user and password (@ is %40, / is %2F)'

/** No part of it is ever quoted in a mistake: any part may turn out to be the password. */
const shape =
  /^postgres(?:ql)?:\/\/(?:(?<login>[^@/]*)@)?(?<server>\[[^\]/@]*\](?::[^/?]*)?|[^/?]*)(?:\/(?<name>[^?]*))?(?:\?(?<query>.*))?$/s

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const loginOf = (login: string): readonly (readonly [string, string])[] => {
  const colon = login.indexOf(':')
  if (colon < 0) return [['PGUSER', login]]
  return [
    ['PGUSER', login.slice(0, colon)],
    ['PGPASSWORD', login.slice(colon + 1)],
  ]
}

const serverOf = (server: string): readonly (readonly [string, string])[] => {
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(server) ?? ['', server]
  return [
    ['PGHOST', host.replace(/^\[(.*)\]$/, '$1')],
    ['PGPORT', port],
  ]
}

const queryOf = (query: string, mistakes: string[]): readonly (readonly [string, string])[] =>
  query.split('&').flatMap((pair): readonly (readonly [string, string])[] => {
    const [key = '', ...rest] = pair.split('=')
    if (notUnderstood.includes(key)) mistakes.push(`its parameter ${key} is not understood here`)
    const name = Object.hasOwn(parameters, key) ? parameters[key] : undefined
    return name === undefined ? [] : [[name, rest.join('=')]]
  })

/** A raw @ or / in a password moves the rest of it into the host or the name. */
const misplaced = (server: string, name: string): readonly string[] => {
  if (server.includes('@') || /[@/]/.test(name)) return [encodeHint]
  return server.includes(',') ? ['it must name one host, not several'] : []
}

const partsOf = (url: string): Parts => {
  const groups = shape.exec(url)?.groups as Partial<Record<string, string>> | undefined
  if (groups === undefined)
    return { values: new Map(), mistakes: ['it must look like postgres://user:password@host/name'] }
  const { login = '', server = '', name = '', query = '' } = groups
  const mistakes = [...misplaced(server, name)]
  const values = new Map<string, string>()
  const pairs = [...loginOf(login), ...serverOf(server), ['PGDATABASE', name] as const]
  for (const [key, raw] of [...pairs, ...queryOf(query, mistakes)]) {
    const text = decoded(raw)
    if (text === undefined) mistakes.push('it has a % that is not followed by two hex digits')
    else if (text.includes('\0')) mistakes.push('it has a NUL character')
    else if (text !== '') values.set(key, text)
  }
  return { values, mistakes: [...new Set(mistakes)] }
}

const portOf = (text: string, mistakes: string[]): number => {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    mistakes.push(`its port is not a number from 1 to 65535; ${encodeHint}`)
  return port
}

const sslModeOf = (text: string, mistakes: string[]): SslMode => {
  // `allow` is libpq's plain first, then TLS: of no use to anybody who does not mind either.
  const mode = sslModes.find((one) => one === (text === 'allow' ? 'prefer' : text))
  if (mode === undefined) mistakes.push(`sslmode must be one of ${sslModes.join(', ')}`)
  return mode ?? 'prefer'
}

/**
 * Reads a database's URL as libpq does; its variables fill in what the URL leaves out. Parameters
 * that only applications know (`pool`, `schema`) are passed over. Mistakes quote nothing of the URL.
 */
export const parseDatabaseUrl = (text: string, variables: Variables = {}): ParsedAddress => {
  const url = text.trim()
  const { values, mistakes: found } =
    url === '' ? { values: new Map(), mistakes: [] } : partsOf(url)
  const mistakes = [...found]
  const value = (name: string): string | undefined => {
    const own: unknown = values.get(name)
    return typeof own === 'string' ? own : variables[name] === '' ? undefined : variables[name]
  }
  const address: Address = {
    host: value('PGHOST'),
    port: portOf(value('PGPORT') ?? '5432', mistakes),
    user: value('PGUSER'),
    password: value('PGPASSWORD'),
    database: value('PGDATABASE'),
    sslMode: sslModeOf(value('PGSSLMODE') ?? 'prefer', mistakes),
    sslRootCert: value('PGSSLROOTCERT'),
    options: value('PGOPTIONS'),
    applicationName: value('PGAPPNAME') ?? 'seaworthy',
  }
  if (address.sslMode.startsWith('verify-') && address.sslRootCert === undefined)
    mistakes.push(
      `sslmode=${address.sslMode} needs sslrootcert: a file of certificates, or \`system\``,
    )
  return mistakes.length === 0 ? { ok: true, address } : { ok: false, mistakes }
}
