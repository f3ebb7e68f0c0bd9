import { SeaworthyError } from '../base/error.ts'

/** One line of known_hosts. */
export interface KnownKey {
  /** Names, patterns or a hash: see host-pattern.ts. */
  readonly hosts: string
  readonly marker: 'none' | 'revoked' | 'cert-authority'
  readonly type: string
  readonly key: Buffer
}

/** A fingerprint that stands for a key. */
export interface Pin {
  /** Undefined: whichever host. */
  readonly hosts: string | undefined
  readonly fingerprint: string
}

/** The identities that hosts may have; nothing outside it is trusted. */
export interface KnownHosts {
  readonly keys: readonly KnownKey[]
  readonly pins: readonly Pin[]
}

type Entry =
  | { readonly kind: 'key'; readonly key: KnownKey }
  | { readonly kind: 'pin'; readonly pin: Pin }
  | { readonly kind: 'mistake'; readonly text: string }

const keyType = /^(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]+$/
const fingerprint = /^SHA256:[A-Za-z0-9+/]{43}=?$/

const mistake = (text: string): Entry => ({ kind: 'mistake', text })

const parsePin = (words: readonly string[]): Entry => {
  const at = words.findIndex((word) => word.startsWith('SHA256:'))
  const found = words[at] ?? ''
  if (!fingerprint.test(found)) return mistake('a SHA256: fingerprint has 43 characters of base64')
  if (at > 1 || words.length > at + 1 || /^\d+$/.test(words[0] ?? ''))
    return mistake('a fingerprint stands alone or after one host: `shop.example.com SHA256:...`')
  const hosts = at === 0 ? undefined : words[0]
  return { kind: 'pin', pin: { hosts, fingerprint: found.replace(/=$/, '') } }
}

const markers = new Map<string, KnownKey['marker']>([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
])

const parseKey = (words: readonly string[]): Entry => {
  const marker = markers.get(words[0] ?? '')
  const [hosts, type, base64] = marker === undefined ? words : words.slice(1)
  return readKey(marker ?? 'none', hosts ?? '', type ?? '', base64 ?? '')
}

/** A public key is a row of strings, its type first, each behind its length (RFC 4253, 6.6). */
const isWhole = (key: Buffer, type: string): boolean => {
  let at = 0
  let strings = 0
  for (; at + 4 <= key.length; strings += 1) at += 4 + key.readUInt32BE(at)
  return (
    at === key.length && strings > 1 && key.subarray(4, 4 + type.length).equals(Buffer.from(type))
  )
}

const readKey = (
  marker: KnownKey['marker'],
  hosts: string,
  type: string,
  base64: string,
): Entry => {
  if (keyType.test(hosts)) return mistake('the host is missing: `shop.example.com ssh-ed25519 ...`')
  if (!keyType.test(type)) return mistake(`no known_hosts line: host, type and key are needed`)
  if (hosts.startsWith('|') && !/^\|1\|[A-Za-z0-9+/]+=*\|[A-Za-z0-9+/]+=*$/.test(hosts))
    return mistake('a hashed host looks like |1|salt|hash')
  const key = Buffer.from(base64, 'base64')
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64) || !isWhole(key, type))
    return mistake(`the key is damaged or cut off: it is not of type ${type}`)
  return { kind: 'key', key: { hosts, marker, type, key } }
}

const parseLine = (line: string): Entry => {
  const words = line.trim().split(/\s+/)
  if (words[0]?.startsWith('@') === true && !markers.has(words[0]))
    return mistake(`the marker ${words[0]} is unknown; there are @revoked and @cert-authority`)
  if (words.some((word) => /^(?:MD5:)?[0-9a-f]{2}(?::[0-9a-f]{2}){15}$/i.test(word)))
    return mistake('MD5 fingerprints are not accepted: `ssh-keygen -l -E sha256` prints SHA256')
  return words.some((word) => word.startsWith('SHA256:')) ? parsePin(words) : parseKey(words)
}

/**
 * Reads known_hosts lines and `SHA256:` fingerprints, the latter alone or after the host they belong
 * to. A text may hold several lines. Throws one `input-invalid` that lists every malformed line.
 */
export const parseKnownHosts = (texts: readonly string[]): KnownHosts => {
  const lines = texts.flatMap((text) => text.split(/\r?\n/))
  const entries = lines
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => !/^\s*(?:#|$)/.test(line))
    .map(({ line, number }) => ({ number, entry: parseLine(line) }))
  const wrong = entries.flatMap(({ number, entry }) =>
    entry.kind === 'mistake' ? [`line ${String(number)}: ${entry.text}`] : [],
  )
  if (wrong.length > 0)
    throw new SeaworthyError('input-invalid', `known-hosts cannot be read: ${wrong.join('; ')}.`, {
      hint: 'Each line is as `ssh-keyscan HOST` prints it, or a `SHA256:` fingerprint.',
      evidence: wrong,
    })
  return {
    keys: entries.flatMap(({ entry }) => (entry.kind === 'key' ? [entry.key] : [])),
    pins: entries.flatMap(({ entry }) => (entry.kind === 'pin' ? [entry.pin] : [])),
  }
}
