import { createPrivateKey } from 'node:crypto'
import type { PrivateKey } from '../keys.ts'

/** A string of SSH: its length, then its bytes (RFC 4251, 5). */
const string = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

const one = Buffer.from([0, 0, 0, 1])

const padded = (bytes: Buffer): Buffer => {
  const missing = (8 - (bytes.length % 8)) % 8
  return Buffer.concat([bytes, Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, missing))])
}

/**
 * An Ed25519 key in OpenSSH's form without a passphrase (PROTOCOL.key): before 9.6 OpenSSH takes it in no
 * other. The two check numbers only tell whether a passphrase was right, so they are 1 and 1.
 */
const ed25519 = ({ type, comment, parsed }: PrivateKey): string => {
  const { d = '', x = '' } = createPrivateKey(parsed.getPrivatePEM()).export({ format: 'jwk' })
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]
  const secret = Buffer.concat([
    ...[one, one, string(type), string(point)],
    ...[string(Buffer.concat([seed, point])), string(comment)],
  ])
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), one],
    ...[string(parsed.getPublicSSH()), string(padded(secret))],
  ])
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? []
  const label = 'OPENSSH PRIVATE KEY'
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

/** The key as `ssh-add` takes it without asking for a passphrase. It is not to be written anywhere. */
export const unlocked = (key: PrivateKey): string => {
  if (!key.locked) return key.text
  return key.type === 'ssh-ed25519' ? ed25519(key) : key.parsed.getPrivatePEM()
}
