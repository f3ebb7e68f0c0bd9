import { createHash } from 'node:crypto'

/** Fingerprint of a public key in SSH's wire form, as OpenSSH prints it: `SHA256:` and base64. */
export const fingerprintOf = (publicKey: Buffer): string =>
  `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`
