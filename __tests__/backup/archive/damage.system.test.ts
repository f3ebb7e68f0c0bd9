import { describe, expect, test } from '@jest/globals'
import { Encrypter, generateX25519Identity } from 'age-encryption'
import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { zstdCompressSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { sha256 } from '../../../src/backup/archive/entries.ts'
import { readArchive } from '../../../src/backup/archive/read.ts'
import type { Folder } from './support.ts'
import {
  freshFolder,
  identity,
  manifestOf,
  never,
  noise,
  recipient,
  texts,
  write,
} from './support.ts'

const dump = noise(300)
const print = {
  dump: { bytes: 300, sha256: sha256(dump), chunks: 3 },
  texts: { 'globals.sql': sha256(texts['globals.sql']), 'schema.sql': sha256(texts['schema.sql']) },
}
type Entries = readonly (readonly [name: string, content: string | Buffer])[]
const chunks: Entries = [0, 1, 2].map((n) => [
  `dump/00000${n}`,
  dump.subarray(n * 100, n * 100 + 100),
])
const before: Entries = [['README', 'hi'], ...Object.entries(texts)]
const last: Entries[number] = ['manifest.json', JSON.stringify(manifestOf(print))]

interface Head {
  type?: 'symlink'
  linkname?: string
}
const tarOf = async (entries: Entries, heads: Readonly<Record<string, Head>> = {}) => {
  const tar = pack()
  for (const [name, content] of entries) {
    if (heads[name] === undefined) tar.entry({ name }, Buffer.from(content))
    else tar.entry({ name, ...heads[name] })
  }
  tar.finalize()
  return buffer(tar as AsyncIterable<Buffer>)
}

const zstd = (bytes: Buffer) => zstdCompressSync(bytes, { params: { 201: 1 } })
const age = async (bytes: Buffer) => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Buffer.from(await encrypter.encrypt(bytes))
}

const read = (folder: Folder, content: Buffer, identities = identity) => {
  writeFileSync(folder.at('f'), content)
  return readArchive({ file: folder.at('f'), into: folder.at('d'), identities, signal: never })
}

const refuses = async (content: Buffer, layer: string, words = '') => {
  using folder = freshFolder()
  await expect(read(folder, content)).rejects.toMatchObject({
    code: 'backup-damaged',
    evidence: [`layer: ${layer}`],
    message: expect.stringContaining(words),
  })
  expect(existsSync(folder.at('d'))).toBe(false)
}

test('what is repacked without a change is read', async () => {
  using folder = freshFolder()
  const opened = await read(folder, await age(zstd(await tarOf([...before, ...chunks, last]))))
  expect(dump.equals(await readFile(opened.dump!))).toBe(true)
})

describe('well encrypted, but not what was packed', () => {
  const [a, b, c] = chunks as [Entries[number], Entries[number], Entries[number]]
  const flipped = Buffer.from(b[1])
  flipped[50]! ^= 1
  test.each<[string, Entries, string, string]>([
    ['a bit of the dump', [...before, a, [b[0], flipped], c, last], 'dump digest', 'SHA-256'],
    ['a text', [['globals.sql', 'x'], before[2]!, ...chunks, last], 'dump digest', 'globals.sql'],
    ['the last chunk missing', [...before, a, b, last], 'dump digest', 'size'],
    ['a chunk missing', [...before, a, c, last], 'tar', 'stands where dump/000001 belongs'],
    ['chunks in another order', [...before, b, a, c, last], 'tar', 'stands where dump/000000'],
    [
      'contents of chunks swapped',
      [...before, [a[0], b[1]], [b[0], a[1]], c, last],
      'dump digest',
      'SHA-256',
    ],
    ['a chunk twice', [...before, a, a, b, c, last], 'tar', 'is there twice'],
    [
      'an extra entry',
      [...before, ...chunks, ['evil', 'x'], last],
      'tar',
      '"evil" does not belong',
    ],
    ['a path upwards', [...before, ...chunks, ['../evil', 'x'], last], 'tar', 'does not belong'],
    [
      'an absolute path',
      [...before, ...chunks, ['/tmp/evil', 'x'], last],
      'tar',
      'does not belong',
    ],
    ['something behind the manifest', [...before, a, b, last, c], 'tar', 'follows the manifest'],
    ['no manifest', [...before, ...chunks], 'tar', 'manifest.json is missing'],
    ['no schema', [before[1]!, ...chunks, last], 'tar', 'schema.sql is missing'],
    [
      'a manifest that is no JSON',
      [...before, ...chunks, ['manifest.json', '{']],
      'manifest',
      'JSON',
    ],
    [
      'a newer format',
      [...before, ...chunks, ['manifest.json', '{"format":2}']],
      'manifest',
      'newer Seaworthy',
    ],
  ])('%s', async (_, entries, layer, words) => {
    await refuses(await age(zstd(await tarOf(entries))), layer, words)
  })

  test('a link', async () => {
    const tar = await tarOf([...before, ...chunks, last], {
      'schema.sql': { type: 'symlink', linkname: '/etc/passwd' },
    })
    await refuses(await age(zstd(tar)), 'tar', 'not a plain file')
  })
})

describe('cut, at every layer', () => {
  test('the tar', async () => {
    const tar = await tarOf([...before, ...chunks, last])
    for (let bytes = 256; bytes < tar.length; bytes += 256) {
      await refuses(await age(zstd(tar.subarray(0, bytes))), 'tar')
    }
  }, 60_000)

  test('zstd, or something behind it', async () => {
    const packed = zstd(await tarOf([...before, ...chunks, last]))
    for (let bytes = 4; bytes < packed.length; bytes += 7) {
      await refuses(await age(packed.subarray(0, bytes)), 'compression')
    }
    for (const cut of [1, 2, 3, 4, 5])
      await refuses(await age(packed.subarray(0, -cut)), 'compression')
    await refuses(
      await age(Buffer.concat([packed, Buffer.from('x')])),
      'compression',
      'follows its end',
    )
    await refuses(await age(Buffer.concat([packed, packed])), 'compression', 'follows its end')
  }, 60_000)

  test('age, at the border of its chunks and inside', async () => {
    using folder = freshFolder()
    await write(folder.at('whole'), noise(200_000))
    const whole = await readFile(folder.at('whole'))
    const payload = whole.indexOf('\n--- ') + 1 + 48 + 16
    const sealed = 65_536 + 16
    const cuts = [1, 2, 3].map((chunk) => payload + chunk * sealed)
    for (const cut of [22, 60, payload - 20, payload, ...cuts, cuts[0]! + 500, whole.length - 1]) {
      expect(cut).toBeLessThan(whole.length)
      await refuses(whole.subarray(0, cut), 'envelope')
    }
    await refuses(Buffer.concat([whole, Buffer.from('x')]), 'envelope')
    await refuses(Buffer.alloc(0), 'envelope')
  }, 60_000)
})

test('one bit flipped in any byte is refused', async () => {
  const whole = await age(zstd(await tarOf([...before, ...chunks, last])))
  using folder = freshFolder()
  for (const at of whole.keys()) {
    const bent = Buffer.from(whole)
    bent[at]! ^= 1 << (at % 8)
    // In the header it may look like a file for other keys.
    await expect(read(folder, bent)).rejects.toMatchObject({
      code: expect.stringMatching(/^(backup-damaged|identity-unusable)$/),
    })
  }
  expect(existsSync(folder.at('d'))).toBe(false)
}, 60_000)

describe('identities', () => {
  test('of others can not open it', async () => {
    using folder = freshFolder()
    const whole = await age(zstd(await tarOf([...before, ...chunks, last])))
    await expect(read(folder, whole, await generateX25519Identity())).rejects.toMatchObject({
      code: 'identity-unusable',
      message: 'None of the identities can open the backup; it was encrypted to other keys',
    })
    const several = `# theirs\n${await generateX25519Identity()}\r\n\n${identity}\n`
    await expect(read(folder, whole, several)).resolves.toMatchObject({ folder: folder.at('d') })
  })

  test('a file for a passphrase is told as such', async () => {
    using folder = freshFolder()
    const encrypter = new Encrypter()
    encrypter.setScryptWorkFactor(2)
    encrypter.setPassphrase('x')
    const read_ = read(folder, Buffer.from(await encrypter.encrypt('x')))
    await expect(read_).rejects.toMatchObject({
      code: 'identity-unusable',
      message: 'The backup is encrypted to a passphrase, not to keys',
    })
  })
})

test('a cancelled reading leaves no folder', async () => {
  using folder = freshFolder()
  await write(folder.at('f'), noise(200_000))
  const stop = new AbortController()
  const reading = readArchive({
    file: folder.at('f'),
    into: folder.at('d'),
    identities: identity,
    signal: stop.signal,
  })
  const refused = expect(reading).rejects.toThrow('enough')
  setImmediate(() => stop.abort(new Error('enough')))
  await refused
  expect(existsSync(folder.at('d'))).toBe(false)
})
