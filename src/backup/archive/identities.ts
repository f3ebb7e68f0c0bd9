import { Decrypter } from 'age-encryption'
import { SeaworthyError } from '../../base/error.ts'

const hint =
  'Give the private key that age-keygen wrote, one line AGE-SECRET-KEY-1..., of a public key that the backup was made for.'

/** `identity-unusable`; `message` must not repeat the key. */
export const identityUnusable = (message: string, evidence: readonly string[] = []) =>
  new SeaworthyError('identity-unusable', message, { hint, evidence })

const mistakeIn = (line: string): string => {
  if (/^age-encryption\.org\/|^-----BEGIN AGE ENCRYPTED FILE/.test(line)) {
    return 'is protected by a passphrase; decrypt it first (age -d) and give what comes out'
  }
  if (line.startsWith('-----BEGIN')) return 'is not an age key'
  if (line.startsWith('age1')) return 'is a public key; the private one is needed'
  if (line.startsWith('AGE-PLUGIN-')) return 'needs a plugin, which is not supported'
  return line.startsWith('AGE-SECRET-KEY-')
    ? 'is no age key: a character is missing, added or mistyped'
    : 'does not start with AGE-SECRET-KEY-1'
}

/**
 * A decrypter with the identities of `text`: one a line, empty lines and `#` comments skipped.
 * @throws SeaworthyError `identity-unusable`, naming the line and never what stands there.
 */
export const decrypterOf = (text: string): Decrypter => {
  const lines = text
    .split('\n')
    .map((line, index) => ({ number: index + 1, key: line.trim() }))
    .filter(({ key }) => key !== '' && !key.startsWith('#'))
  if (lines.length === 0)
    throw identityUnusable('The backup is encrypted, and no identity is given')
  const decrypter = new Decrypter()
  for (const { number, key } of lines) {
    try {
      decrypter.addIdentity(key)
    } catch {
      throw identityUnusable(`The identity is unusable: line ${number} ${mistakeIn(key)}`)
    }
  }
  return decrypter
}
