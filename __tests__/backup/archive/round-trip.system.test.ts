import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { chunkSize } from '../../../src/backup/archive/layout.ts'
import { readArchive, streamDump } from '../../../src/backup/archive/read.ts'
import { restoreSteps } from '../../../src/backup/archive/readme.ts'
import { sha256 } from '../../../src/backup/archive/entries.ts'
import {
  freshFolder,
  identity,
  inPieces,
  manifestOf,
  never,
  noise,
  recipient,
  texts,
  write,
} from './support.ts'

const read = (file: string, into: string) =>
  readArchive({ file, into, identities: identity, signal: never })

test('every size comes back as it went in', async () => {
  using folder = freshFolder()
  let round = 0
  const near = (border: number) => fc.integer({ min: border - 3, max: border + 3 })
  const sizes = fc.oneof(fc.nat(70_000), near(1000), near(3000), near(65_536), near(131_072))
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 70_000 }), async (size, piece) => {
      round += 1
      const dump = noise(size)
      await write(folder.at(`${round}`), inPieces(dump, piece), { chunkBytes: 1000 })
      const opened = await read(folder.at(`${round}`), folder.at(`${round}.d`))
      expect(dump.equals(await readFile(opened.dump!))).toBe(true)
      expect(opened.manifest.dump.chunks).toBe(Math.ceil(size / 1000))
    }),
    { numRuns: 40 },
  )
}, 60_000)

test.each([-1, 0, 1])('at the border of a chunk of 4 MiB (%d)', async (more) => {
  using folder = freshFolder()
  const dump = noise(chunkSize + more)
  await write(folder.at('f'), dump)
  const opened = await read(folder.at('f'), folder.at('d'))
  expect(dump.equals(await readFile(opened.dump!))).toBe(true)
  expect((await stat(folder.at('d'))).mode & 0o777).toBe(0o700)
  expect(await readFile(opened.globals, 'utf8')).toBe(texts['globals.sql'])
  expect(await readFile(opened.schema, 'utf8')).toBe(texts['schema.sql'])
})

test('a plaintext file needs no identity', async () => {
  using folder = freshFolder()
  await write(folder.at('f'), noise(5000), { recipients: [], plaintext: true })
  const file = folder.at('f')
  const opened = await readArchive({ file, into: folder.at('d'), identities: '', signal: never })
  expect(noise(5000).equals(await readFile(opened.dump!))).toBe(true)
})

test('where the disk is short, the dump is verified first and streamed then', async () => {
  using folder = freshFolder()
  await write(folder.at('f'), noise(300_000), { chunkBytes: 65_536 })
  const options = {
    file: folder.at('f'),
    identities: `# a comment\n\n${identity}\n`,
    signal: never,
  }
  const opened = await readArchive({ ...options, into: folder.at('d'), keepDump: false })
  expect(opened.dump).toBeUndefined()
  await expect(stat(folder.at('d/dump.pgc'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(noise(300_000).equals(await buffer(streamDump(options)))).toBe(true)
})

describe('without us', () => {
  const shell = (cwd: string, command: string) =>
    execFileSync('bash', ['-o', 'pipefail', '-ec', command], { cwd })

  test.each([true, false])('age, zstd and tar read it (encrypted: %p)', async (encrypted) => {
    using folder = freshFolder()
    const recipients = encrypted ? [recipient] : []
    const dump = noise(700_000)
    await write(folder.at('f'), dump, { recipients, plaintext: !encrypted, chunkBytes: 65_536 })
    writeFileSync(folder.at('IDENTITY'), identity)
    const steps = restoreSteps({ recipients, file: 'f', database: 'shop' })
    for (const { command } of steps.slice(0, 2)) shell(folder.path, command)
    expect(dump.equals(await readFile(folder.at('dump.pgc')))).toBe(true)
    expect(await readFile(folder.at('schema.sql'), 'utf8')).toBe(texts['schema.sql'])
    expect(JSON.parse(await readFile(folder.at('manifest.json'), 'utf8'))).toMatchObject({
      format: 1,
    })
  })

  test('what age, zstd and tar made is read', async () => {
    using folder = freshFolder()
    const dump = noise(5000)
    mkdirSync(folder.at('dump'))
    const print = {
      dump: { bytes: 5000, sha256: sha256(dump), chunks: 2 },
      texts: {
        'globals.sql': sha256(texts['globals.sql']),
        'schema.sql': sha256(texts['schema.sql']),
      },
    }
    const files = {
      README: 'hi',
      ...texts,
      'dump/000000': dump.subarray(0, 4000),
      'dump/000001': dump.subarray(4000),
      'manifest.json': JSON.stringify(manifestOf(print)),
    }
    for (const [name, content] of Object.entries(files)) writeFileSync(folder.at(name), content)
    shell(
      folder.path,
      `tar -cf - ${Object.keys(files).join(' ')} | zstd -q | age -r ${recipient} > f`,
    )
    const opened = await read(folder.at('f'), folder.at('d'))
    expect(dump.equals(await readFile(opened.dump!))).toBe(true)
  })
})
