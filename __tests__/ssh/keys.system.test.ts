import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { readPrivateKey } from '../../src/ssh/keys.ts'
import { makeKey } from './sshd.ts'

let folder = ''
const texts = new Map<string, string>()

const kinds: readonly (readonly [string, readonly string[]])[] = [
  ['ed25519', []],
  ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
  ['rsa in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['ecdsa in PEM', ['-t', 'ecdsa', '-m', 'PEM']],
  ['rsa in PKCS8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
  ['ecdsa in PKCS8', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ['locked', ['-N', 'open sesame']],
  ['locked in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'open sesame']],
  ['locked in PKCS8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', 'open sesame']],
]
const locked = ['locked', 'locked in PEM', 'locked in PKCS8']

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  for (const [name, options] of kinds)
    texts.set(name, readFileSync(makeKey(join(folder, name), ...options), 'utf8'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const textOf = (name: string): string => texts.get(name)!
const opens = (name: string): string | undefined =>
  locked.includes(name) ? 'open sesame' : undefined
const fingerprintBySshKeygen = (name: string): string =>
  execFileSync('ssh-keygen', ['-lf', join(folder, `${name}.pub`)], { encoding: 'utf8' }).split(
    ' ',
  )[1]!

const refusal = (text: string, passphrase?: string): SeaworthyError => {
  try {
    readPrivateKey(text, passphrase)
  } catch (error) {
    if (error instanceof SeaworthyError) return error
  }
  throw new Error('the key was accepted')
}

test.each(kinds.map(([name]) => name))(
  'reads %s, with the fingerprint ssh-keygen prints',
  (name) => {
    const key = readPrivateKey(textOf(name), opens(name))
    expect(key.fingerprint).toBe(fingerprintBySshKeygen(name))
    expect(readFileSync(join(folder, `${name}.pub`), 'utf8').trim()).toBe(key.publicLine)
  },
)

describe('repairs what happened to a key on its way', () => {
  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['CR alone', (text) => text.replaceAll('\n', '\r')],
    ['no last newline', (text) => text.trimEnd()],
    ['blanks around it', (text) => `\n\t  ${text}  \n\n`],
    ['double quotes', (text) => `"${text}"`],
    ['single quotes', (text) => `'${text.trim()}'`],
    ['newlines spelled out', (text) => text.replaceAll('\n', '\\n')],
    ['newlines spelled out, twice escaped', (text) => text.replaceAll('\n', '\\\\n')],
    ['JSON', (text) => JSON.stringify(text)],
    ['indented lines', (text) => text.replaceAll(/^/gm, '    ')],
    ['a byte order mark', (text) => `\uFEFF${text}`],
    ['one line, with blanks', (text) => text.trim().replaceAll('\n', ' ')],
    ['one line, with nothing', (text) => text.replaceAll('\n', '')],
    ['blank lines between', (text) => text.replaceAll('\n', '\n\n')],
  ]
  const cases = damages.flatMap(([damage, doIt]) =>
    ['ed25519', 'rsa in PEM', 'ecdsa in PKCS8', 'locked in PEM'].map(
      (name) => [damage, name, doIt] as const,
    ),
  )
  test.each(cases)('%s: %s', (_damage, name, doIt) => {
    const key = readPrivateKey(doIt(textOf(name)), opens(name))
    expect(key.text).toBe(textOf(name))
    expect(key.fingerprint).toBe(fingerprintBySshKeygen(name))
  })
})

describe('says what was stored instead of a private key', () => {
  const middle = (text: string): string => text.split('\n').slice(1, -2).join('\n')
  const cases: readonly (readonly [string, () => string, string])[] = [
    ['nothing', () => '  \n', 'The private key is empty.'],
    ['a masked value', () => '***', 'The private key consists of asterisks'],
    ['the public key', () => readFileSync(join(folder, 'ed25519.pub'), 'utf8'), 'is a public key'],
    ['a PEM public key', () => '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END', 'is a public key'],
    ['a PuTTY key', () => 'PuTTY-User-Key-File-3: ssh-ed25519\n', 'is a PuTTY file (.ppk)'],
    ['the path of the public key', () => '~/.ssh/id_ed25519.pub', 'path of a public key file'],
    ['a path', () => '~/.ssh/id_ed25519', 'is the path of a file'],
    ['an absolute path', () => '/home/me/.ssh/deploy', 'is the path of a file'],
    ['a Windows path', () => 'C:\\Users\\new\\.ssh\\id_rsa', 'is the path of a file'],
    ['a certificate', () => '-----BEGIN CERTIFICATE-----\nAAAA', 'is a certificate'],
    ['base64 of the whole', () => btoa(textOf('ed25519')), 'encoded in base64 as a whole'],
    ['no BEGIN and END', () => middle(textOf('ed25519')), 'no BEGIN line and no END line'],
    [
      'no BEGIN',
      () => textOf('ed25519').slice(40),
      'has no line `-----BEGIN ... PRIVATE KEY-----`',
    ],
    ['a dash lost', () => textOf('ed25519').slice(1), 'has no line `-----BEGIN ... PRIVATE KEY'],
    [
      'no END',
      () => textOf('ed25519').slice(0, -60),
      '`-----END OPENSSH PRIVATE KEY-----` is missing',
    ],
    ['two keys', () => textOf('ed25519') + textOf('rsa'), 'holds 2 keys; one is needed'],
    [
      'characters lost at the end of the body',
      () => textOf('ed25519').replace(/..(=*\n-----END)/, '$1'),
      'characters are missing',
    ],
    [
      'a line lost',
      () => textOf('rsa in PEM').split('\n').toSpliced(3, 1).join('\n'),
      'is damaged',
    ],
    [
      'something replaced',
      () => textOf('ed25519').replace(/\w{5}\n/, '…\n'),
      'character(s) that no key has',
    ],
    ['nonsense', () => 'swordfish', 'has no line `-----BEGIN ... PRIVATE KEY-----`'],
  ]
  test.each(cases)('%s', (_name, text, message) => {
    const error = refusal(text())
    expect(error.code).toBe('key-unusable')
    expect(error.message).toContain(message)
    expect(error.hint).toBeTruthy()
  })

  test('a flipped character makes it unusable, or does no harm', () => {
    const text = textOf('ed25519')
    const original = readPrivateKey(text).fingerprint
    const body = text.indexOf('\n') + 1
    const outcomes = Array.from({ length: 60 }, (_, index) => {
      const at = body + index * 5
      const flipped = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      try {
        return readPrivateKey(flipped).fingerprint
      } catch (error) {
        return error instanceof SeaworthyError ? error.code : error
      }
    })
    expect(new Set(outcomes)).toEqual(new Set([original, 'key-unusable']))
  })

  test('a DSA key is of no use', () => {
    const dsa = generateKeyPairSync('dsa', {
      modulusLength: 1024,
      divisorLength: 160,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    expect(refusal(dsa.privateKey).message).toContain('of type dsa')
  })
})

describe('passphrases', () => {
  test.each(locked)('%s without one', (name) => {
    expect(refusal(textOf(name)).message).toBe(
      'The private key is protected by a passphrase, and none was given.',
    )
  })
  test.each(locked)('%s with a wrong one', (name) => {
    expect(refusal(textOf(name), 'open barley').message).toBe(
      'The passphrase does not fit the private key.',
    )
  })
  test('one that is not needed does no harm', () => {
    expect(readPrivateKey(textOf('ed25519'), 'x').fingerprint).toMatch(/^SHA256:/)
  })
})

test('no error holds a part of the key', () => {
  const text = textOf('ed25519')
  const broken = [text.slice(0, -50), text.slice(45), text.replace(/\w\n/, '\n'), btoa(text)]
  for (const one of [...broken, textOf('locked')]) {
    const error = refusal(one)
    const said = [error.message, error.hint, ...error.evidence, String(error.cause)].join(' ')
    for (const line of one.split('\n').filter((part) => /^[A-Za-z0-9+/=]{12,}$/.test(part)))
      expect(said).not.toContain(line.slice(0, 12))
  }
})
