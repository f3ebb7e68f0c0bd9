import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { loadClient } from '../../../src/github/artifact/client.ts'
import {
  uploadArtifact,
  type Upload,
  type UploadPorts,
} from '../../../src/github/artifact/upload.ts'
import { token } from '../../support/github-api.ts'
import { startResultsService, type ResultsService } from '../../support/results-service/start.ts'
import { newWorld, sha256, type World } from '../../support/results-service/world.ts'
import { errorOf } from './error-of.ts'

const world: World = newWorld()
const variables = { ...process.env }
const content = Buffer.from('age-encryption.org/v1 and so on')
const name = 'shop-20261120T020000Z.tar.zst.age'
let service: ResultsService
let folder: string

beforeAll(async () => {
  service = await startResultsService(world)
})
afterAll(async () => {
  await service.close()
  process.env = variables
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-upload-'))
  await writeFile(join(folder, name), content)
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  Object.assign(world, newWorld({ artifacts: world.artifacts, requests: world.requests }))
  for (const list of [world.artifacts, world.requests]) list.length = 0
})
afterEach(async () => {
  jest.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const ports = { loadClient, waits: [1, 1] }

const upload = (
  differences: Partial<Upload> = {},
  given: string | undefined = token,
  limits: Partial<UploadPorts> = {},
) => {
  // GitHub's client reads the process; this is what the runner would have put there.
  Object.assign(process.env, service.env(), differences.env)
  const signal = AbortSignal.timeout(20_000)
  const api = { apiUrl: service.url, token: given, signal, fetchLike: fetch }
  const repository = world.repository.fullName
  const file = join(folder, name)
  const asked = { file, retentionDays: 90, retentionAsked: false, env: service.env() }
  return uploadArtifact({ ...asked, repository, api, ...differences }, { ...ports, ...limits })
}

describe('a backup is uploaded', () => {
  test('under its own name, without a zip, and read back', async () => {
    const uploaded = await upload({ retentionDays: 7, retentionAsked: true })
    expect(uploaded).toMatchObject({
      id: 101,
      name,
      bytes: content.length,
      daysKept: 7,
      warnings: [],
      storage: { days: 7, bytes: content.length, tooSmall: [] },
    })
    expect(`sha256:${uploaded.sha256}`).toBe(sha256(content))
    expect(world.artifacts[0]?.content).toEqual(content)
    expect(world.requests.at(-1)).toMatchObject({
      url: '/repos/acme/shop/actions/artifacts/101',
      authorization: `Bearer ${token}`,
    })
  })

  test('with a warning when GitHub caps the default', async () => {
    world.retentionDays = 30
    const { daysKept, warnings } = await upload()
    expect(daysKept).toBe(30)
    expect(warnings).toEqual([expect.stringContaining('for 30 days, not 90')])
  })

  test('without a token as far as the runner’s own service tells', async () => {
    const { daysKept, warnings } = await upload({}, '')
    expect(daysKept).toBeUndefined()
    expect(warnings).toEqual([expect.stringContaining('did not tell when')])
    expect(world.requests.at(-1)?.url).toMatch(/ListArtifacts$/)
  })

  test('although the REST API needs a moment', async () => {
    const does = { status: 500, message: 'not yet' }
    world.faults.push({ on: /GET .*\/artifacts\/101/, times: 2, does })
    expect((await upload()).id).toBe(101)
  })
})

describe('what is not as asked is refused, and deleted', () => {
  test.each([
    ['digest', { digest: `sha256:${'0'.repeat(64)}` }],
    ['size', { size_in_bytes: 3 }],
    ['name', { name: 'other' }],
    ['kept', { expires_at: '2026-01-01T00:00:00Z' }],
  ])('another %s', async (what, lie) => {
    world.retell = (artifact) => ({ ...artifact, ...lie })
    const error = await errorOf(() => upload({ retentionDays: 90, retentionAsked: true }))
    expect(error.code).toBe('upload-not-as-asked')
    expect(error.evidence).toEqual([
      expect.stringMatching(new RegExp(`^${what}: asked .*, found `)),
      'The artifact was deleted.',
    ])
    expect(world.artifacts).toEqual([])
  })

  test('a number of days that the service caps without the runner knowing', async () => {
    world.retentionDays = 10
    const env = { ...service.env(), GITHUB_RETENTION_DAYS: '' }
    const error = await errorOf(() => upload({ retentionDays: 30, retentionAsked: true, env }))
    expect(error).toMatchObject({
      code: 'upload-not-as-asked',
      message: 'GitHub does not keep the backup for 30 days.',
      evidence: ['kept: asked 30 days, found 10 days', 'The artifact was deleted.'],
    })
    expect(world.artifacts).toEqual([])
  })

  test('a number of days that the runner knows to be capped, before anything is sent', async () => {
    world.retentionDays = 10
    const error = await errorOf(() => upload({ retentionDays: 30, retentionAsked: true }))
    expect(error.message).toBe("Backups can't be kept for 30 days here: the limit is 10 days.")
    expect(world.requests).toEqual([])
  })

  test('one that can’t be read back', async () => {
    const error = await errorOf(() => upload({}, 'ghs_another-token'))
    expect(error).toMatchObject({
      code: 'upload-not-as-asked',
      evidence: [expect.stringContaining('answered 401'), 'The artifact was deleted.'],
    })
    expect(world.artifacts).toEqual([])
  })

  test('a file that changed while it was sent', async () => {
    const made = { bytes: content.length, sha256: '0'.repeat(64) }
    const error = await errorOf(() => upload({ made }))
    expect(error.message).toBe('GitHub did not store the backup as it was made.')
    expect(world.artifacts).toEqual([])
  })
})

describe('an upload is refused', () => {
  test('where the name is taken, and the other one stays', async () => {
    await upload()
    const error = await errorOf(() => upload())
    expect(error.message).toBe('This run has an artifact of that name already.')
    expect(world.artifacts.map(({ id }) => id)).toEqual([101])
  })

  test('beyond the quota', async () => {
    world.quotaBytes = 0
    const error = await errorOf(() => upload())
    expect(error).toMatchObject({
      code: 'upload-refused',
      message: 'The storage for artifacts is used up.',
    })
  })

  test('by GitHub Enterprise Server', async () => {
    const env = { ...service.env(), GITHUB_SERVER_URL: 'https://github.acme.example' }
    const error = await errorOf(() => upload({ env }))
    expect(error.message).toMatch(/GitHub Enterprise Server/)
  })

  test('away from a runner', async () => {
    const error = await errorOf(() => upload({ env: {} }))
    expect(error.message).toMatch(/not a step on a runner/)
    expect(world.requests).toEqual([])
  })

  test('when it can’t be finalised', async () => {
    const does = { status: 400, message: 'no' }
    world.faults.push({ on: /FinalizeArtifact/, times: 1, does })
    const error = await errorOf(() => upload())
    expect(error.code).toBe('upload-refused')
    expect(error.evidence[1]).toMatch(/could not be deleted: .*not found/)
  })

  test('when the answer to its finalising breaks off: the client never ends, and it is deleted', async () => {
    world.faults.push({ on: /FinalizeArtifact/, times: 1, does: 'cut' })
    const error = await errorOf(() => upload({}, token, { uploadLimitMs: () => 4000 }))
    expect(error).toMatchObject({
      message: 'The artifact service could not be reached.',
      evidence: ['Unable to make request: no end within 4 s', 'The artifact was deleted.'],
    })
    expect(world.artifacts).toEqual([])
  }, 30_000)

  test('when the artifact is not told by the runner’s own service either', async () => {
    world.faults.push({ on: /ListArtifacts/, times: 1, does: 'cut' })
    const error = await errorOf(() => upload({}, '', { callLimitMs: 1000 }))
    expect(error).toMatchObject({
      code: 'upload-not-as-asked',
      evidence: ['Unable to make request: no end within 1 s', 'The artifact was deleted.'],
    })
    expect(world.artifacts).toEqual([])
  })

  test('when it was cancelled before it began', async () => {
    const signal = AbortSignal.abort(new SeaworthyError('cancelled', 'Enough.'))
    const api = { apiUrl: service.url, token, signal, fetchLike: fetch }
    expect((await errorOf(() => upload({ api }))).message).toBe('Enough.')
    expect(world.requests).toEqual([])
  })

  test('when it is cancelled: what is finished nevertheless is deleted', async () => {
    const controller = new AbortController()
    const api = { apiUrl: service.url, token, signal: controller.signal, fetchLike: fetch }
    let finish: (value: { id: number }) => void = () => undefined
    const deleted: string[] = []
    const slow = {
      uploadArtifact: () => {
        controller.abort()
        return new Promise<{ id: number }>((resolve) => (finish = resolve))
      },
      getArtifact: () => Promise.reject(new Error('not asked')),
      deleteArtifact: (which: string) => Promise.resolve({ id: deleted.push(which) }),
    }
    const asked = { file: join(folder, name), retentionDays: 90, retentionAsked: false }
    const given = { ...asked, repository: 'acme/shop', env: service.env(), api }
    const error = await errorOf(() =>
      uploadArtifact(given, { loadClient: () => Promise.resolve(slow), waits: [] }),
    )
    expect(error.code).toBe('cancelled')
    expect(deleted).toEqual([])
    finish({ id: 1 })
    await new Promise(setImmediate)
    expect(deleted).toEqual([name])
  })
})
