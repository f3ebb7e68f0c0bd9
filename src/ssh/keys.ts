import { createPrivateKey } from 'node:crypto'
import ssh2 from 'ssh2'
import type { ParsedKey } from 'ssh2'
import { oneLine } from '../base/clean.ts'
import { SeaworthyError } from '../base/error.ts'
import { fingerprintOf } from './fingerprint.ts'
import { normaliseKeyText } from './key-text.ts'

/** A private key that is known to work. It never goes into a message; its fingerprint may. */
export interface PrivateKey {
  /** The key as its own program would have written it; still encrypted if it was. */
  readonly text: string
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`. */
  readonly type: string
  /** Of its public half: `SHA256:...`. */
  readonly fingerprint: string
  /** Line for the host's `authorized_keys`, without a comment. */
  readonly publicLine: string
  /** The note at its end, such as whose it is; empty in PEM, which has none. */
  readonly comment: string
  /** Whether `text` takes a passphrase. */
  readonly locked: boolean
  readonly parsed: ParsedKey
}

const newKey = 'Make a new key: `ssh-keygen -t ed25519 -N "" -f deploy_key`.'
const unusable = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('key-unusable', message, { hint })

const needsPassphrase = (): SeaworthyError =>
  unusable(
    'The private key is protected by a passphrase, and none was given.',
    'Give the passphrase as well, or take it off a copy: `ssh-keygen -p -N "" -f copy_of_key`.',
  )

const wrongPassphrase = (): SeaworthyError =>
  unusable('The passphrase does not fit the private key.', 'Try it: `ssh-keygen -y -f key`.')

/** PKCS#8 is read by Node and handed on in the older form that ssh2 knows. */
const fromPkcs8 = (text: string, passphrase: string | undefined): string => {
  if (text.includes('BEGIN ENCRYPTED') && passphrase === undefined) throw needsPassphrase()
  const read = () => {
    try {
      return createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) })
    } catch {
      throw text.includes('BEGIN ENCRYPTED') ? wrongPassphrase() : damaged()
    }
  }
  const key = read()
  if (key.asymmetricKeyType === 'rsa')
    return key.export({ type: 'pkcs1', format: 'pem' }).toString()
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString()
  throw unusable(
    `The private key is a PKCS#8 key of type ${key.asymmetricKeyType ?? 'unknown'}, which is not understood.`,
    newKey,
  )
}

const damaged = (): SeaworthyError =>
  unusable(
    'The private key is damaged: its BEGIN and END lines are there, what is between cannot be read.',
    'Try the file that was stored: `ssh-keygen -y -f key`.',
  )

/** ssh2's own texts may quote bytes of the key, so only what is recognised is passed on. */
const explain = (error: Error, encrypted: boolean): SeaworthyError => {
  if (error.message.includes('no passphrase given')) return needsPassphrase()
  if (encrypted) return wrongPassphrase()
  const type = /type: ([\w.-]+(?:@[\w.-]+)?)$/.exec(error.message)?.[1]
  return type === undefined
    ? damaged()
    : unusable(`The private key is of type ${type}, which cannot be used here.`, newKey)
}

/** Signing and checking once finds the damage that parsing alone lets through. */
const works = (key: ParsedKey): boolean => {
  const hash = key.type === 'ssh-rsa' ? 'sha256' : undefined
  const data = Buffer.from('seaworthy')
  const signature: unknown = key.sign(data, hash)
  return Buffer.isBuffer(signature) && key.verify(data, signature, hash)
}

/**
 * Reads a private key as it was stored in a secret: OpenSSH's own form, PEM (PKCS#1, SEC 1) or
 * PKCS#8 of RSA and EC keys; see key-text.ts for what is repaired.
 * Throws `key-unusable` with the exact cause; no error holds a part of the key.
 */
export const readPrivateKey = (text: string, passphrase?: string): PrivateKey => {
  const normal = normaliseKeyText(text)
  const isPkcs8 = /BEGIN (?:ENCRYPTED )?PRIVATE KEY/.test(normal)
  const understood = isPkcs8 ? fromPkcs8(normal, passphrase) : normal
  const found: unknown = ssh2.utils.parseKey(understood, isPkcs8 ? undefined : passphrase)
  const key = (Array.isArray(found) ? found[0] : found) as ParsedKey | Error
  const locked = normal.includes('ENCRYPTED') || isEncryptedOpenSsh(normal)
  if (key instanceof Error) throw explain(key, locked && passphrase !== undefined)
  if (key.type === 'ssh-dss')
    throw unusable('The private key is of type ssh-dss, which servers refuse.', newKey)
  if (!works(key)) throw damaged()
  const blob = key.getPublicSSH()
  return {
    text: normal,
    type: key.type,
    fingerprint: fingerprintOf(blob),
    publicLine: `${key.type} ${blob.toString('base64')}`,
    comment: oneLine(key.comment),
    locked,
    parsed: key,
  }
}

/** OpenSSH's PROTOCOL.key: magic, then the cipher's name, `none` when there is no passphrase. */
const isEncryptedOpenSsh = (text: string): boolean => {
  const body = Buffer.from(text.split('\n').slice(1, 3).join(''), 'base64')
  return text.includes('BEGIN OPENSSH') && body.subarray(19, 23).toString('latin1') !== 'none'
}
