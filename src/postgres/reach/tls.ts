import { readFile } from 'node:fs/promises'
import type { ConnectionOptions } from 'node:tls'
import { SeaworthyError } from '../../base/error.ts'
import { isFolder } from './address.ts'
import type { FullAddress } from './address.ts'
import { certificatesOf } from './libpq.ts'

/** How one attempt to log in treats TLS. */
export type Tls = false | ConnectionOptions

const authorities = async (sslRootCert: string): Promise<string> => {
  const file = certificatesOf(sslRootCert)
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new SeaworthyError('input-invalid', `sslrootcert: ${file} cannot be read.`, {
      hint: 'Name a file of certificates in PEM form, or `system`.',
      evidence: [cause instanceof Error ? cause.message : String(cause)],
      cause,
    })
  }
}

/**
 * The attempts that an `sslmode` means, in order: a later one counts only where the server has no
 * TLS, or does not let us in with it. Like libpq, `require` verifies as `verify-ca` does when
 * certificates are given, and a unix socket has no TLS.
 */
export const tlsAttempts = async (address: FullAddress): Promise<readonly Tls[]> => {
  const { sslMode, sslRootCert, host } = address
  if (sslMode === 'disable' || isFolder(host)) return [false]
  const unverified = { rejectUnauthorized: false }
  if (sslMode === 'prefer') return [unverified, false]
  if (sslRootCert === undefined) return [unverified]
  const verified = { ca: await authorities(sslRootCert), rejectUnauthorized: true }
  return sslMode === 'verify-full'
    ? [verified]
    : [{ ...verified, checkServerIdentity: () => undefined }]
}
