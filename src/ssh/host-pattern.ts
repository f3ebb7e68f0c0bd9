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
  const literal = pattern.toLowerCase().replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`).test(name)
}

/**
 * Whether the first field of a known_hosts line names a host: a hashed name, or a comma list with
 * `*`, `?` and `!` for "not this one", which outweighs every other pattern (sshd(8)).
 */
export const matchesHost = (field: string, name: string): boolean => {
  if (field.startsWith('|1|')) return matchesHash(field, name)
  const patterns = field.split(',')
  const hit = (pattern: string): boolean => matchesGlob(pattern, name)
  return (
    !patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1))) &&
    patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern))
  )
}
