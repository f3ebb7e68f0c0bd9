import { describe, expect, test } from '@jest/globals'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { writeFileSync } from 'node:fs'
import { checkFirstBytes } from '../../../src/backup/archive/first-bytes.ts'
import { decrypterOf } from '../../../src/backup/archive/identities.ts'
import { readmeOf } from '../../../src/backup/archive/readme.ts'
import { looksLikeIdentity, parseRecipients } from '../../../src/backup/archive/recipients.ts'
import { freshFolder, identity, noise, recipient, write } from './support.ts'

describe('recipients', () => {
  test('are merged, comments and empty lines skipped', () => {
    expect(parseRecipients(['# ci', recipient, '', ` ${recipient} `])).toEqual({
      kind: 'recipients',
      recipients: [recipient],
      warnings: [],
    })
  })

  test('that are post-quantum are taken with a warning', async () => {
    const hybrid = await identityToRecipient(await generateHybridIdentity())
    expect(parseRecipients([recipient, hybrid])).toMatchObject({
      recipients: [recipient, hybrid],
      warnings: [{ line: 2, message: expect.stringContaining('1.3') }],
    })
  })

  test.each([
    [identity, 'private key'],
    [identity.toLowerCase(), 'private key'],
    [identity.slice(0, 30), 'private key'],
    ['ssh-ed25519 AAAA', 'SSH key'],
    ['age1tag1qqq', 'hardware'],
    ['age1yubikey1qqq', 'mistyped'],
    [`${recipient}q`, 'mistyped'],
    [recipient.toUpperCase(), 'starts with age1'],
  ])('%#: what is none is told with its line, never a secret', (line, words) => {
    const parsed = parseRecipients([recipient, '', line])
    expect(parsed).toEqual({
      kind: 'mistakes',
      mistakes: [{ line: 3, message: expect.stringContaining(words) }],
    })
    expect(JSON.stringify(parsed).toUpperCase()).not.toContain(identity.slice(18, 28))
  })

  test('a private key is known anywhere in a text', () => {
    expect(looksLikeIdentity(`# created\n${identity}`)).toBe(true)
    expect(looksLikeIdentity(recipient)).toBe(false)
  })
})

test.each([
  ['', 'no identity is given'],
  ['# only a comment', 'no identity is given'],
  [recipient, 'line 1 is a public key'],
  [`${identity}\n${identity}X`, 'line 2 is no age key'],
  ['age-encryption.org/v1\n-> scrypt', 'line 1 is protected by a passphrase'],
  ['-----BEGIN AGE ENCRYPTED FILE-----', 'protected by a passphrase'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'is not an age key'],
  ['AGE-PLUGIN-X-1', 'needs a plugin'],
  ['hello', 'does not start with AGE-SECRET-KEY-1'],
])('%#: an unusable identity is told, never repeated', (text, words) => {
  try {
    decrypterOf(text)
    throw new Error('it was taken')
  } catch (error) {
    expect(error).toMatchObject({
      code: 'identity-unusable',
      message: expect.stringContaining(words),
    })
    expect(String(error)).not.toContain(identity.slice(20))
  }
})

test.each([
  ['PGDMP', 'a dump of pg_dump'],
  ['\x1f\x8b', 'gzip'],
  ['(\xb5/\xfd', 'zstd'],
  ['-- SQL', 'SQL text'],
  ['', 'empty'],
  ['age-encryption.org/v', 'unknown'],
])('%j is not encrypted', async (head, words) => {
  using folder = freshFolder()
  writeFileSync(folder.at('f'), Buffer.from(head, 'latin1'))
  await expect(checkFirstBytes(folder.at('f'), true)).rejects.toMatchObject({
    code: 'recipients-missing',
    message: 'The file to upload is not encrypted',
    evidence: [expect.stringContaining(words)],
  })
})

test('what was asked for passes, the other kind does not', async () => {
  using folder = freshFolder()
  await write(folder.at('age'), noise(10))
  await write(folder.at('plain'), noise(10), { recipients: [], plaintext: true })
  await checkFirstBytes(folder.at('age'), true)
  await checkFirstBytes(folder.at('plain'), false)
  await expect(checkFirstBytes(folder.at('plain'), true)).rejects.toThrow('not encrypted')
  await expect(checkFirstBytes(folder.at('age'), false)).rejects.toThrow('not the compressed')
})

test('the README has the commands, with names quoted for a shell', () => {
  const facts = { recipients: [recipient], clientMajor: 15, takenAt: '2026-06-18T08:00:00Z' }
  const readme = readmeOf({ ...facts, file: 'shop.tar.zst.age', database: "o'shop" })
  expect(readme).toContain(
    "age -d -i IDENTITY shop.tar.zst.age | zstd -dc | tar -xOf - --wildcards 'dump/*' > dump.pgc",
  )
  expect(readme).toContain("Make the database 'o'\\''shop' as it was")
  expect(readme).toContain(recipient)
})
