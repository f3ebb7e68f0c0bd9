import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { generateX25519Identity } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { StepResult } from '../../../../lab/kit/step.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { errorsOf, flipped, refused, repacked, replace } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'

jest.setTimeout(120_000)

/** age's format: a line with the header's MAC ends the header, a nonce follows, then the chunks. */
const nonce = 16
const chunk = 64 * 1024 + 16

/** Offset of the first chunk. */
const bodyOf = (content: Buffer): number => {
  const mac = content.indexOf('\n--- ') + 1
  return content.indexOf('\n', mac) + 1 + nonce
}

/** More than a few chunks of what can't be compressed. */
const source = `CREATE TABLE noise AS SELECT n AS id, md5(n::text) || md5((n * 7)::text) AS text
  FROM generate_series(1, 10000) n`

type Case = readonly [what: string, damage: (content: Buffer) => Buffer]

const cases: readonly Case[] = [
  ['cut at the border of a chunk', (it) => it.subarray(0, bodyOf(it) + 2 * chunk)],
  ['cut inside a chunk', (it) => it.subarray(0, bodyOf(it) + chunk + 1000)],
  ['cut by its last byte', (it) => it.subarray(0, -1)],
  ['cut after its header', (it) => it.subarray(0, bodyOf(it))],
  ['empty', () => Buffer.alloc(0)],
  ['longer by a byte', (it) => Buffer.concat([it, Buffer.of(0)])],
  ['with another bit in the first line of its header', (it) => flipped(it, 3)],
  ["with another bit in its header's MAC", (it) => flipped(it, it.indexOf('\n--- ') + 10)],
  ['with another bit in its nonce', (it) => flipped(it, bodyOf(it) - 1)],
  ['with another bit in its first chunk', (it) => flipped(it, bodyOf(it) + 100)],
  ['with another bit in its last chunk', (it) => flipped(it, it.length - 1)],
]

describe('a backup that is not whole', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly
  let content: Buffer

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query(source)
    const made = await nightly.backup({ 'database-url': server().url })
    expect(made).toMatchObject({ exitCode: 0 })
    content = nightly.world.artifacts[0]?.content ?? Buffer.alloc(0)
    nightly.proveLater()
  })
  afterAll(() => nightly.close())

  const expectNoServer = (result: StepResult, code: string) => {
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(new RegExp(`^${code}: `))
    expect(result.log).not.toContain('starting a throw-away')
    expect(result.summary).toMatch(/^### No proof/)
  }

  test('has several chunks, and is proven as long as it is whole', async () => {
    expect(content.length).toBeGreaterThan(bodyOf(content) + 3 * chunk)
    expect(await nightly.verify()).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  })

  test.each(cases)('is refused: %s', async (_, damage) => {
    replace(nightly, { content: damage(content) })
    expectNoServer(await nightly.verify(), 'backup-damaged')
  })

  test('is refused: a bit of the dump is another one than when it was made', async () => {
    const damaged = await repacked(content, nightly, {
      dump: ({ dump }) => {
        const bytes = readFileSync(String(dump))
        return Readable.from([flipped(bytes, Math.floor(bytes.length / 2))])
      },
      manifest: (was) => was,
    })
    replace(nightly, { content: damaged })
    const result = await nightly.verify()
    expectNoServer(result, 'backup-damaged')
    expect(errorsOf(result)).toContain("the dump's SHA-256")
  })

  test('is refused: it is no longer what was uploaded', async () => {
    const { digest } = nightly.world.artifacts[0] ?? {}
    replace(nightly, { content, digest: digest ?? null })
    expectNoServer(await nightly.verify(), 'backup-damaged')
  })

  describe('or can not be opened', () => {
    beforeAll(() => replace(nightly, { content }))

    test('is refused: the identity is another one', async () => {
      const identity = await generateX25519Identity()
      const result = await nightly.verify({ identity })
      expectNoServer(result, 'identity-unusable')
      expect(result.log).not.toContain(identity)
    })

    test.each([
      ['is missing', ''],
      ['is a public key', 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'],
      ['is cut', 'AGE-SECRET-KEY-1QQQQ'],
    ])('is refused: the identity %s', async (_, identity) => {
      expectNoServer(await nightly.verify({ identity }), 'identity-unusable')
    })
  })
})
