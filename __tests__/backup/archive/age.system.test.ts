import { describe, expect, test } from '@jest/globals'
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { decryptWith } from '../../../src/backup/archive/age/decrypt.ts'
import { encryptFor } from '../../../src/backup/archive/age/encrypt.ts'
import { freshFolder, identity, inPieces, noise, recipient } from './support.ts'

const chunk = 65_536
const nonce = 16
const tag = 16
const sizes = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1, 5 * chunk - 7]
const pieces = [1000, chunk, 200_000]

const encrypt = (plain: Buffer, piece = chunk, recipients: readonly string[] = [recipient]) =>
  buffer(encryptFor(recipients, inPieces(plain, piece)))

const decrypt = (file: Buffer, piece = chunk, key = identity) => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(key)
  return buffer(decryptWith(decrypter, inPieces(file, piece)))
}

const library = {
  encrypt: async (plain: Buffer) => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    return Buffer.from(await encrypter.encrypt(plain))
  },
  decrypt: async (file: Buffer, key = identity) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity(key)
    return Buffer.from(await decrypter.decrypt(file))
  },
}

/** Where the chunks of a file begin. */
const chunksOf = (file: Buffer): number =>
  file.indexOf('\n', file.indexOf('\n--- ') + 1) + 1 + nonce

describe.each(sizes)('of %d bytes', (size) => {
  const plain = noise(size)

  test.each(pieces)(
    'what comes in pieces of %d is read by age and by its library',
    async (piece) => {
      using folder = freshFolder()
      const file = await encrypt(plain, piece)
      expect(plain.equals(await library.decrypt(file))).toBe(true)
      writeFileSync(folder.at('file'), file)
      writeFileSync(folder.at('key'), identity)
      const read = execFileSync('age', ['-d', '-i', 'key', 'file'], { cwd: folder.path })
      expect(plain.equals(read)).toBe(true)
    },
  )

  test.each(pieces)('what age and its library made is read in pieces of %d', async (piece) => {
    const file = execFileSync('age', ['-r', recipient], { input: plain })
    expect(plain.equals(await decrypt(file, piece))).toBe(true)
    expect(plain.equals(await decrypt(await library.encrypt(plain), piece))).toBe(true)
  })
})

test('a header that comes byte by byte is read', async () => {
  const plain = noise(100)
  expect(plain.equals(await decrypt(await encrypt(plain), 1))).toBe(true)
})

test('each of several recipients can read it, also a post-quantum one', async () => {
  const second = await generateHybridIdentity()
  const recipients = [recipient, await identityToRecipient(second)]
  const file = await encrypt(noise(70_000), chunk, recipients)
  expect(noise(70_000).equals(await decrypt(file))).toBe(true)
  expect(noise(70_000).equals(await library.decrypt(file, second))).toBe(true)
})

test('the same content is never encrypted the same way twice', async () => {
  const [one, two] = [await encrypt(noise(1000)), await encrypt(noise(1000))]
  expect(one.subarray(chunksOf(one)).equals(two.subarray(chunksOf(two)))).toBe(false)
})

describe('refuses', () => {
  const whole = encrypt(noise(3 * chunk + 100))
  const sealed = chunk + tag

  test('chunks in another order', async () => {
    const file = Buffer.from(await whole)
    const at = chunksOf(file)
    const [first, second] = [at, at + sealed].map((from) =>
      Buffer.from(file.subarray(from, from + sealed)),
    )
    const swapped = Buffer.concat([
      ...[file.subarray(0, at), second!, first!, file.subarray(at + 2 * sealed)],
    ])
    await expect(decrypt(swapped)).rejects.toThrow('invalid tag')
  })

  test('an end at the border of a chunk, which is not marked as the last', async () => {
    const file = await whole
    await expect(decrypt(file.subarray(0, chunksOf(file) + 2 * sealed))).rejects.toThrow(
      'invalid tag',
    )
  })

  test.each([0, 1, tag - 1])('an end %d bytes into the first tag', async (bytes) => {
    const file = await whole
    await expect(decrypt(file.subarray(0, chunksOf(file) + bytes))).rejects.toThrow(
      'the end is missing',
    )
  })

  test('an empty chunk behind others', async () => {
    const file = await whole
    const first = file.subarray(0, chunksOf(file) + sealed)
    await expect(decrypt(Buffer.concat([first, Buffer.alloc(tag)]))).rejects.toThrow(
      'final chunk is empty',
    )
  })

  test('a flipped bit in any part of a chunk', async () => {
    const at = chunksOf(await whole)
    for (const where of [at, at + chunk, at + sealed - 1, at + 3 * sealed]) {
      const file = Buffer.from(await whole)
      file[where]! ^= 1
      await expect(decrypt(file)).rejects.toThrow('invalid tag')
    }
  })

  test('another nonce, and another header', async () => {
    const file = Buffer.from(await whole)
    file[chunksOf(file) - 1]! ^= 1
    await expect(decrypt(file)).rejects.toThrow('invalid tag')
    const other = Buffer.from(await whole)
    other[chunksOf(other) - nonce - 10]! ^= 1
    await expect(decrypt(other)).rejects.toThrow()
  })

  test('a header that has no end, without reading on for ever', async () => {
    let read = 0
    const endless = function* () {
      yield Buffer.from('age-encryption.org/v1\n')
      for (; ; read += 1) yield Buffer.alloc(chunk, 'x')
    }
    const reading = buffer(decryptWith(new Decrypter(), Readable.from(endless())))
    await expect(reading).rejects.toThrow('its header is not whole')
    expect(read).toBeLessThan(20)
  })
})
