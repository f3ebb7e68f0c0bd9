import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Artifact } from '../../../src/github/artifact/artifact.ts'
import { downloadBackup } from '../../../src/github/backups/download.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import { token } from '../../support/github-api.ts'
import { startResultsService, type ResultsService } from '../../support/results-service/start.ts'
import {
  keep,
  newWorld,
  sha256,
  type FakeArtifact,
  type World,
} from '../../support/results-service/world.ts'
import { errorOf } from '../artifact/error-of.ts'

const world: World = newWorld()
const content = randomBytes(3_000_000)
let service: ResultsService
let folder: string
let into: string
beforeAll(async () => {
  service = await startResultsService(world)
})
afterAll(() => service.close())
beforeEach(async () => {
  Object.assign(world, newWorld())
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-download-'))
  into = join(folder, 'backup')
})
afterEach(() => rm(folder, { recursive: true }))

/** As the REST API told it before. */
const told = ({ id, name, size, digest }: FakeArtifact): Artifact => ({
  id,
  name,
  bytes: size,
  sha256: digest?.slice('sha256:'.length),
  createdAt: '2026-11-20T02:00:00Z',
  expiresAt: undefined,
  expired: false,
  origin: undefined,
})

const waits = [1, 1, 1, 1]
/** Short only where a stall is awaited: on a busy machine nothing may come for a while. */
const stallMs = (does: unknown) => (does === 'stall' ? 500 : 30_000)
const download = (artifact: FakeArtifact, does?: unknown, signal = AbortSignal.timeout(60_000)) => {
  const api = { apiUrl: service.url, token, signal, fetchLike: fetch }
  return downloadBackup(api, 'acme/shop', told(artifact), into, { stallMs: stallMs(does), waits })
}

const leftovers = () => readdir(folder)
const storage = /^GET \/download\//
const address = /\/zip$/

describe('a backup comes down', () => {
  test('whole, for the owner’s eyes only', async () => {
    const { bytes, sha256: hex, tries } = await download(keep(world, { content }))
    expect([bytes, `sha256:${hex}`, tries]).toEqual([content.length, sha256(content), 1])
    expect((await readFile(into)).equals(content)).toBe(true)
    expect((await stat(into)).mode & 0o777).toBe(0o600)
  })

  test('without showing the token to the storage', async () => {
    await download(keep(world, { content }))
    expect(world.requests.map(({ authorization }) => authorization)).toEqual([
      `Bearer ${token}`,
      undefined,
    ])
  })

  test.each([
    ['the connection is cut', storage, 'cut'],
    ['nothing more comes', storage, 'stall'],
    ['the storage is in trouble', storage, { status: 503, message: 'busy' }],
    ['GitHub is in trouble', address, { status: 502, message: 'bad gateway' }],
    ['GitHub does not answer', address, 'stall'],
  ] as const)('although %s twice', async (_, on, does) => {
    const artifact = keep(world, { content })
    world.faults.push({ on, times: 2, does })
    const { tries } = await download(artifact, does)
    expect(world.faults[0]?.times).toBe(0)
    // A machine that is too busy for half a second stalls once more.
    expect(does === 'stall' ? Math.min(tries, 3) : tries).toBe(3)
    expect((await readFile(into)).equals(content)).toBe(true)
  })
})

describe('a backup is refused as damaged, and nothing stays', () => {
  const damaged = async (artifact: FakeArtifact) => {
    const error = await errorOf(() => download(artifact))
    expect(error.code).toBe('backup-damaged')
    expect(await leftovers()).toEqual([])
    expect(world.requests.length).toBe(2)
    return error
  }

  test('when one bit is another', async () => {
    const flipped = Buffer.from(content)
    flipped[1_500_000]! ^= 1
    const { message, evidence } = await damaged(
      keep(world, { content: flipped, digest: sha256(content) }),
    )
    expect(message).toBe('The backup is not what was uploaded: the digest differs.')
    expect(evidence[1]).toBe(`recorded ${sha256(content)}, found ${sha256(flipped)}`)
  })

  test('when it is short', async () => {
    const { evidence } = await damaged(keep(world, { content, size: content.length + 1 }))
    expect(evidence[1]).toBe(`recorded 3000001 bytes, found 3000000`)
  })

  test('when it is long, without reading it all', async () => {
    const { evidence } = await damaged(keep(world, { content, size: 1000 }))
    expect(evidence[1]).toBe('recorded 1000 bytes, found more than 1000')
  })

  test('when GitHub recorded no digest', async () => {
    await damaged(keep(world, { content, digest: null }))
  })

  test('when it is a zip around a file', async () => {
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), content])
    const { message } = await damaged(keep(world, { content: zip }))
    expect(message).toMatch(/^The artifact is a zip around a file/)
  })
})

describe('a backup does not come down, and nothing stays', () => {
  test.each([
    ['cut', 'the connection broke: '],
    ['stall', 'nothing came for 0.5 s (after '],
    [{ status: 500, message: 'no' }, 'storage answered 500'],
  ] as const)('after five tries: %j', async (does, why) => {
    const artifact = keep(world, { content })
    world.faults.push({ on: storage, times: 99, does })
    const { code, evidence } = await errorOf(() => download(artifact, does))
    expect(code).toBe('backup-missing')
    expect(evidence).toEqual(
      [1, 2, 3, 4, 5].map((each) => expect.stringContaining(`try ${each}: ${why}`)),
    )
    expect(await leftovers()).toEqual([])
  })

  test.each([
    [address, 403, 'answered 403'],
    [address, 404, 'answered 404'],
    [storage, 403, 'answered 403'],
  ])('at once where %s answers %d', async (on, status, line) => {
    const artifact = keep(world, { content })
    world.faults.push({ on, times: 1, does: { status, message: 'no' } })
    const { code, evidence } = await errorOf(() => download(artifact))
    expect([code, evidence]).toEqual(['backup-missing', [line]])
    expect(await leftovers()).toEqual([])
  })

  test('at once when it has expired meanwhile', async () => {
    const { evidence, hint } = await errorOf(() => download(keep(world, { expiresAt: 1 })))
    expect(evidence).toEqual(['answered 410'])
    expect(hint).toMatch(/expired/)
  })

  test('when the run is cancelled', async () => {
    const controller = new AbortController()
    const artifact = keep(world, { content })
    world.faults.push({ on: storage, times: 9, does: 'stall' })
    setTimeout(() => controller.abort(new SeaworthyError('cancelled', 'Enough.')), 50)
    const error = await errorOf(() => download(artifact, 'nothing', controller.signal))
    expect([error.code, error.message]).toEqual(['cancelled', 'Enough.'])
    expect(await leftovers()).toEqual([])
  })

  test('where the file can’t be written, without trying again', async () => {
    into = join(folder, 'no', 'folder')
    const artifact = keep(world, { content })
    await expect(download(artifact)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(world.requests.length).toBe(2)
  })
})
