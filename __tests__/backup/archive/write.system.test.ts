import { describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshFolder, manifestOf, noise, recipient, sha256Of, write } from './support.ts'

/** The file was begun; writing goes on. */
const begun = async (path: string) => {
  for (let round = 0; round < 500 && !existsSync(path); round += 1) await sleep(10)
}

describe('a whole file', () => {
  test('is told with its size and digest, and is for its owner only', async () => {
    using folder = freshFolder()
    const written = await write(folder.at('f'), noise(100_000))
    const { size, mode } = await stat(folder.at('f'))
    expect(mode & 0o777).toBe(0o600)
    expect(written).toEqual({
      path: folder.at('f'),
      bytes: size,
      sha256: await sha256Of(folder.at('f')),
    })
  })

  test('does not overwrite what is there', async () => {
    using folder = freshFolder()
    await write(folder.at('f'), noise(10))
    const before = await sha256Of(folder.at('f'))
    await expect(write(folder.at('f'), noise(10))).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await sha256Of(folder.at('f'))).toBe(before)
  })

  test('takes flat memory whatever the size', async () => {
    using folder = freshFolder()
    const random = noise(1_000_000)
    const piece = (index: number) =>
      index % 2 === 0
        ? random.subarray(index % 900_000, (index % 900_000) + 65_536)
        : Buffer.alloc(65_536, index)
    let peak = 0
    let base = 0
    await write(folder.at('warm'), noise(20_000_000))
    const many = function* () {
      for (let index = 0; index < 4800; index += 1) {
        const { rss } = process.memoryUsage()
        if (index === 0) base = rss
        peak = Math.max(peak, rss)
        yield Buffer.from(piece(index))
      }
    }
    await write(folder.at('f'), Readable.from(many(), { highWaterMark: 4 }))
    expect((peak - base) / 1e6).toBeLessThan(40)
  }, 120_000)
})

describe('no file at all', () => {
  test.each([
    ['fails', (dump: PassThrough) => dump.destroy(new Error('lost'))],
    ['closes before its end', (dump: PassThrough) => dump.destroy()],
  ])('when the dump %s', async (_, end) => {
    using folder = freshFolder()
    const dump = new PassThrough()
    dump.write(noise(200_000))
    const written = write(folder.at('f'), dump, { chunkBytes: 65_536 })
    const refused = expect(written).rejects.toMatchObject({ code: 'dump-failed' })
    await begun(folder.at('f'))
    end(dump)
    await refused
    expect(existsSync(folder.at('f'))).toBe(false)
  })

  test('when the dump fails before it is read', async () => {
    using folder = freshFolder()
    const dump = new PassThrough()
    const written = write(folder.at('f'), dump)
    dump.destroy(new Error('lost'))
    await expect(written).rejects.toMatchObject({
      code: 'dump-failed',
      message: 'The dump ended before it was whole: lost',
    })
    expect(existsSync(folder.at('f'))).toBe(false)
  })

  test('when the dump was closed before', async () => {
    using folder = freshFolder()
    const dump = new PassThrough()
    dump.destroy()
    await expect(write(folder.at('f'), dump)).rejects.toMatchObject({ code: 'dump-failed' })
    expect(existsSync(folder.at('f'))).toBe(false)
  })

  test('when it is cancelled midway, though the dump says nothing more', async () => {
    using folder = freshFolder()
    const dump = new PassThrough()
    dump.write(noise(200_000))
    const stop = new AbortController()
    const written = write(folder.at('f'), dump, { signal: stop.signal, chunkBytes: 65_536 })
    const refused = expect(written).rejects.toThrow('enough')
    await begun(folder.at('f'))
    expect(existsSync(folder.at('f'))).toBe(true)
    stop.abort(new Error('enough'))
    await refused
    expect(existsSync(folder.at('f'))).toBe(false)
    expect(dump.destroyed).toBe(true)
  })

  test('when the manifest fails', async () => {
    using folder = freshFolder()
    const manifest = () => Promise.reject(new Error('pg_dump ended with 1'))
    await expect(write(folder.at('f'), noise(10), { manifest })).rejects.toThrow('ended with 1')
    expect(existsSync(folder.at('f'))).toBe(false)
  })

  test.each([
    ['without recipients', { recipients: [] }],
    ['for recipients and plaintext at once', { recipients: [recipient], plaintext: true }],
  ])('%s', async (_, options) => {
    using folder = freshFolder()
    const written = write(folder.at('f'), noise(10), options)
    await expect(written).rejects.toMatchObject({ code: 'recipients-missing' })
    expect(existsSync(folder.at('f'))).toBe(false)
  })

  const root = process.getuid?.() === 0 ? test : test.skip
  root('when the disk is full', async () => {
    using folder = freshFolder()
    await mkdir(folder.at('small'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.at('small')])
    try {
      const written = write(folder.at('small/f'), noise(4_000_000))
      await expect(written).rejects.toMatchObject({
        code: 'disk-full',
        message: `The disk of ${folder.at('small')} is full`,
        evidence: [
          expect.stringMatching(/: \d+ bytes are free$/),
          expect.stringContaining('ENOSPC'),
        ],
      })
      expect(existsSync(folder.at('small/f'))).toBe(false)
    } finally {
      execFileSync('umount', [folder.at('small')])
    }
  })
})

test('the manifest is asked for once, with the digests of what was written', async () => {
  using folder = freshFolder()
  const prints: unknown[] = []
  await write(folder.at('f'), noise(100), {
    chunkBytes: 64,
    manifest: (print) => {
      prints.push(print)
      return manifestOf(print)
    },
  })
  expect(prints).toMatchObject([{ dump: { bytes: 100, chunks: 2 } }])
})
