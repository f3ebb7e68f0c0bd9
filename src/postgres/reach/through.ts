/** How a database is reached. */
export type Through =
  | { readonly kind: 'direct' }
  | ({ readonly kind: 'tunnel' } & SshPlace)
  | ({ readonly kind: 'container'; readonly container: string } & SshPlace)

export interface SshPlace {
  readonly host: string
  readonly port: number
  /** Undefined: the configured user, or root. */
  readonly user: string | undefined
}

export type ParsedThrough =
  | { readonly ok: true; readonly through: Through }
  | { readonly ok: false; readonly mistake: string }

const forms = '`direct`, `ssh://[user@]host[:port]` or `ssh://[user@]host[:port]/container`'

const shape =
  /^ssh:\/\/(?:(?<user>[\w][\w.-]*)@)?(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9_.-]*)(?::(?<port>\d{1,5}))?(?:\/(?<container>.*))?$/

/** The names that Docker gives out and accepts. */
const containerName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/

const refuse = (mistake: string): ParsedThrough => ({ ok: false, mistake })

const readSsh = (groups: Readonly<Record<string, string | undefined>>): ParsedThrough => {
  const { user, host = '', port: given = '22', container = '' } = groups
  const port = Number(given)
  if (port < 1 || port > 65535) return refuse('through: the port must be from 1 to 65535')
  const place = { host: host.replace(/^\[(.*)\]$/, '$1'), port, user }
  if (container === '') return { ok: true, through: { kind: 'tunnel', ...place } }
  return containerName.test(container)
    ? { ok: true, through: { kind: 'container', container, ...place } }
    : refuse(`through: after the host comes the name of one container; through must be ${forms}`)
}

/** Reads `through`; a mistake says what is allowed. */
export const parseThrough = (text: string): ParsedThrough => {
  const value = text.trim()
  if (value === '' || value === 'direct') return { ok: true, through: { kind: 'direct' } }
  // The part before the @ may hold a password by mistake: nothing is quoted.
  if (/^ssh:\/\/[^@/]*:[^@/]*@/.test(value))
    return refuse('through must not have a password: hosts are logged in to with a key')
  const groups = shape.exec(value)?.groups
  if (groups === undefined) return refuse(`through must be ${forms}`)
  return readSsh(groups)
}
