import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { pgdgFingerprint, pgdgKey } from '../../../../src/postgres/client/install/pgdg-key.ts'

/** The first packet of the armoured key: its public part (RFC 4880, 4.2 and 5.5.2). */
const publicKey = (): Buffer => {
  const [, body = ''] = /\n\n([\s\S]*?)\n=/.exec(pgdgKey) ?? []
  const bytes = Buffer.from(body, 'base64')
  // An old-format header of a public key with a length of two octets.
  expect(bytes[0]).toBe(0x99)
  return bytes.subarray(3, 3 + bytes.readUInt16BE(1))
}

test("the key that signs PostgreSQL's packages is the one with the published fingerprint", () => {
  const key = publicKey()
  const length = Buffer.alloc(2)
  length.writeUInt16BE(key.length)
  // RFC 4880, 12.2.
  const hash = createHash('sha1')
    .update(Buffer.from([0x99]))
    .update(length)
    .update(key)
  expect(hash.digest('hex').toUpperCase()).toBe(pgdgFingerprint)
  expect(pgdgFingerprint).toBe('B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8')
})
