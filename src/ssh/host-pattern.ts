import { createHmac, timingSafeEqual } from 'node:crypto'

/** How known_hosts names a host: `[host]:port` unless the port is 22 (sshd(8)). */
export const hostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${String(port)}`

const matchesHash = (entry: string, name: string): boolean => {
  const [, , salt = '', hash = ''] = entry.split('|')
  const wanted = Buffer.from(hash, 'base64')
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}

const matchesGlob = (pattern: string, name: string): boolean => {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name)
}

/** Whether patterns with `*`, `?` and `!` mean a name; `!`, "not this one", outweighs every other. */
export const matchesPatterns = (patterns: readonly string[], name: string): boolean => {
  const hit = (pattern: string): boolean => matchesGlob(pattern, name)
  return (
    !patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1))) &&
    patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern))
  )
}

/**
 * Whether the first field of a known_hosts line names a host: a hashed name, or a comma list of
 * patterns in whatever case (sshd(8)).
 */
export const matchesHost = (field: string, name: string): boolean =>
  field.startsWith('|1|')
    ? matchesHash(field, name)
    : matchesPatterns(field.toLowerCase().split(','), name)
