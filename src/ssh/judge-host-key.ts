import { fingerprintOf } from './fingerprint.ts'
import { hostName, matchesHost } from './host-pattern.ts'
import type { KnownHosts, KnownKey, Pin } from './known-hosts.ts'

/** The key that a host showed. */
export interface ShownKey {
  readonly host: string
  readonly port: number
  /** In SSH's wire form. */
  readonly key: Buffer
}

/** `line` is the known_hosts line that would make the key trusted. */
export type HostKeyVerdict =
  | { readonly verdict: 'trusted' }
  | { readonly verdict: 'unknown'; readonly fingerprint: string; readonly line: string }
  | {
      readonly verdict: 'changed'
      readonly fingerprint: string
      readonly expected: readonly string[]
      readonly line: string
    }
  | { readonly verdict: 'revoked'; readonly fingerprint: string }
  | { readonly verdict: 'authority-only'; readonly fingerprint: string; readonly line: string }

/** Type of a public key in wire form: the string it begins with. */
export const keyTypeOf = (key: Buffer): string =>
  key.length > 4 ? key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1') : ''

const keysFor = (known: KnownHosts, name: string): readonly KnownKey[] =>
  known.keys.filter(({ hosts }) => matchesHost(hosts, name))

const pinsFor = (known: KnownHosts, name: string): readonly Pin[] =>
  known.pins.filter(({ hosts }) => hosts === undefined || matchesHost(hosts, name))

const judgeByName = (shown: ShownKey, name: string, known: KnownHosts): HostKeyVerdict => {
  const fingerprint = fingerprintOf(shown.key)
  const line = `${hostName(shown.host, shown.port)} ${keyTypeOf(shown.key)} ${shown.key.toString('base64')}`
  const keys = keysFor(known, name)
  const pins = pinsFor(known, name)
  const plain = keys.filter(({ marker }) => marker === 'none')
  if (keys.some(({ marker, key }) => marker === 'revoked' && key.equals(shown.key)))
    return { verdict: 'revoked', fingerprint }
  if (plain.some(({ key }) => key.equals(shown.key))) return { verdict: 'trusted' }
  if (pins.some((pin) => pin.fingerprint === fingerprint)) return { verdict: 'trusted' }
  const expected = [
    ...plain.map(({ key }) => fingerprintOf(key)),
    ...pins.filter(({ hosts }) => hosts !== undefined).map((pin) => pin.fingerprint),
  ]
  if (expected.length > 0) return { verdict: 'changed', fingerprint, expected, line }
  const certified = keys.some(({ marker }) => marker === 'cert-authority')
  return { verdict: certified ? 'authority-only' : 'unknown', fingerprint, line }
}

/**
 * Whether a host is who it should be. There is no way to answer "trusted" without a matching entry.
 * As ssh(1) does, a host on another port than 22 that has no entry as `[host]:port` is trusted by an
 * entry for the bare name; fingerprints without a host fit whichever host.
 */
export const judgeHostKey = (shown: ShownKey, known: KnownHosts): HostKeyVerdict => {
  const exact = judgeByName(shown, hostName(shown.host, shown.port), known)
  if (exact.verdict !== 'unknown' && exact.verdict !== 'authority-only') return exact
  const bare = judgeByName(shown, hostName(shown.host, 22), known)
  return bare.verdict === 'trusted' || bare.verdict === 'revoked' ? bare : exact
}

/** What is known of a host before it shows a key: decides which key types are asked for first. */
export const expectedOf = (
  host: string,
  port: number,
  known: KnownHosts,
): { readonly types: readonly string[]; readonly pinned: boolean } => {
  const names = [hostName(host, port), hostName(host, 22)]
  const keys = names.flatMap((name) => keysFor(known, name))
  return {
    types: [...new Set(keys.filter(({ marker }) => marker === 'none').map(({ type }) => type))],
    pinned: names.some((name) => pinsFor(known, name).length > 0),
  }
}
