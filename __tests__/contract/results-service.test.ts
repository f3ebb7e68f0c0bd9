import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
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
import type { DefaultArtifactClient } from '@actions/artifact'
import { token } from '../support/github-api.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { newWorld, sha256, type World } from '../support/results-service/world.ts'

/** GitHub's own client against the fake of its service: what passes here is how the real one is spoken to. */
const world: World = newWorld()
const variables = { ...process.env }
const printed: string[] = []
let service: ResultsService
let client: DefaultArtifactClient
let folder: string

beforeAll(async () => {
  service = await startResultsService(world)
  Object.assign(process.env, service.env())
  const { DefaultArtifactClient } = await import('@actions/artifact')
  client = new DefaultArtifactClient()
})
afterAll(async () => {
  await service.close()
  process.env = variables
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-results-'))
  printed.length = 0
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text))
    return true
  })
  Object.assign(world, newWorld({ artifacts: world.artifacts, requests: world.requests }))
  for (const list of [world.artifacts, world.requests, world.faults]) list.length = 0
})
afterEach(async () => {
  jest.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const findBy = { token, workflowRunId: 200, repositoryOwner: 'acme', repositoryName: 'shop' }

const put = async (name: string, content: Buffer) => {
  const file = join(folder, name)
  await writeFile(file, content)
  return client.uploadArtifact(name, [file], folder, { skipArchive: true, retentionDays: 7 })
}

const asked = (part: string) => world.requests.filter(({ url }) => url.includes(part))

describe('an upload', () => {
  test('of several blocks is put together in the order of the list', async () => {
    const content = randomBytes(20 * 1024 * 1024 + 17)
    const { id, size, digest } = await put('many.bin', content)
    const [kept] = world.artifacts
    expect({ id, size }).toEqual({ id: 101, size: content.length })
    expect(`sha256:${digest ?? ''}`).toBe(sha256(content))
    expect(kept?.content.equals(content)).toBe(true)
    expect(asked('comp=block&').length).toBe(3)
    expect(asked('comp=blocklist').length).toBe(1)
  })

  test('of one file as it is keeps its name, type and days', async () => {
    await put('a.tar.zst.age', Buffer.from('plain'))
    const [kept] = world.artifacts
    expect(kept).toMatchObject({
      name: 'a.tar.zst.age',
      mime: 'application/octet-stream',
      runId: 200,
    })
    expect(Math.round((kept!.expiresAt - kept!.createdAt) / 86_400_000)).toBe(7)
  })

  test('as a zip comes back unzipped', async () => {
    const file = join(folder, 'in.txt')
    await writeFile(file, 'hello')
    const { id } = await client.uploadArtifact('zipped', [file], folder)
    expect(world.artifacts[0]).toMatchObject({ name: 'zipped', mime: 'application/zip' })
    const path = join(folder, 'out')
    await client.downloadArtifact(id!, { path })
    expect(await readFile(join(path, 'in.txt'), 'utf8')).toBe('hello')
  })

  test('prints nothing but words, and masks the signature', async () => {
    await put('said.bin', Buffer.from('x'))
    const commands = printed.join('').match(/^::.*/gm) ?? []
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.filter((line) => !/^::(?:add-mask|debug)::/.test(line))).toEqual([])
  })
})

describe('what is kept', () => {
  test('is listed and told by the runtime token and by REST alike', async () => {
    const content = Buffer.from('kept')
    await put('one.bin', content)
    await put('two.bin', content)
    const { artifacts } = await client.listArtifacts()
    expect(artifacts.map(({ name }) => name)).toEqual(['one.bin', 'two.bin'])
    const rest = await client.listArtifacts({ findBy })
    expect(rest.artifacts.map(({ name }) => name).toSorted()).toEqual(['one.bin', 'two.bin'])
    const expected = { name: 'two.bin', id: 102, size: 4, digest: sha256(content) }
    expect((await client.getArtifact('two.bin')).artifact).toMatchObject(expected)
    expect((await client.getArtifact('two.bin', { findBy })).artifact).toMatchObject(expected)
  })

  test.each([
    ['its own run', undefined],
    ['another run, by REST', findBy],
  ])('is downloaded from %s, and a digest that differs is noticed', async (_, by) => {
    const content = Buffer.from('0123456789')
    const { id } = await put('down.bin', content)
    const options = { path: folder, ...(by === undefined ? {} : { findBy: by }) }
    const good = await client.downloadArtifact(id!, { ...options, expectedHash: sha256(content) })
    expect(good.digestMismatch).toBe(false)
    const other = sha256(Buffer.from('other'))
    const bad = await client.downloadArtifact(id!, { ...options, expectedHash: other })
    expect(bad.digestMismatch).toBe(true)
    expect(await readFile(join(folder, 'down.bin'))).toEqual(content)
  })

  test.each([
    ['its own run', undefined],
    ['another run, by REST', findBy],
  ])('is deleted from %s', async (_, by) => {
    await put('gone.bin', Buffer.from('x'))
    await client.deleteArtifact('gone.bin', by === undefined ? undefined : { findBy: by })
    expect(world.artifacts).toEqual([])
    await expect(client.deleteArtifact('gone.bin')).rejects.toThrow('not found')
  })
})

describe('the service refuses', () => {
  const fine = Buffer.from('x')

  test('a name that is taken', async () => {
    await put('same.bin', fine)
    await expect(put('same.bin', fine)).rejects.toThrow(/409.*already exists/)
  })

  test('everything beyond the quota', async () => {
    world.quotaBytes = 0
    await expect(put('a.bin', fine)).rejects.toThrow('storage quota has been hit')
  })

  test('more artifacts than a run may have', async () => {
    world.artifactsPerRun = 1
    await put('a.bin', fine)
    await expect(put('b.bin', fine)).rejects.toThrow('too many artifacts')
  })

  test('a token that is not the job’s', async () => {
    const good = process.env['ACTIONS_RUNTIME_TOKEN']
    process.env['ACTIONS_RUNTIME_TOKEN'] = `${good ?? ''}x`
    await expect(put('a.bin', fine)).rejects.toThrow('the token is not valid')
    process.env['ACTIONS_RUNTIME_TOKEN'] = good
  })

  test('at first only, when it is in trouble for a moment', async () => {
    world.faults.push({ on: /CreateArtifact/, times: 1, does: { status: 503, message: 'busy' } })
    await put('a.bin', fine)
    expect(asked('CreateArtifact').length).toBe(2)
  }, 20_000)

  test('more days than the repository allows', async () => {
    world.retentionDays = 3
    await put('a.bin', fine)
    const [kept] = world.artifacts
    expect(Math.round((kept!.expiresAt - kept!.createdAt) / 86_400_000)).toBe(3)
  })
})

describe('without a client', () => {
  const twirp = (method: string, body: object) =>
    fetch(`${service.url}/twirp/github.actions.results.api.v1.ArtifactService/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.env()['ACTIONS_RUNTIME_TOKEN'] ?? ''}` },
      body: JSON.stringify({
        workflow_run_backend_id: '00000000-0000-4000-8000-000000000200',
        workflow_job_run_backend_id: 'ca395085-040a-526b-2ce8-bdc85f692774',
        ...body,
      }),
    })
  const uploadUrl = async (name: string) => {
    const answer = (await (await twirp('CreateArtifact', { name })).json()) as Record<
      string,
      string
    >
    return answer['signed_upload_url'] ?? ''
  }
  const blockList = (...ids: string[]) =>
    `<BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`
  const putTo = (url: string, body: string) => fetch(url, { method: 'PUT', body })

  test('blocks may come in any order, and the list decides', async () => {
    const url = await uploadUrl('order.bin')
    await putTo(`${url}&comp=block&blockid=Mg`, 'second')
    await putTo(`${url}&comp=block&blockid=MQ`, 'first ')
    expect((await putTo(`${url}&comp=blocklist`, blockList('MQ', 'Mg'))).status).toBe(201)
    const hash = `sha256:${createHash('sha256').update('first second').digest('hex')}`
    const wrong = await twirp('FinalizeArtifact', { name: 'order.bin', size: '11', hash })
    expect(wrong.status).toBe(400)
    const right = await twirp('FinalizeArtifact', { name: 'order.bin', size: '12', hash })
    expect(right.status).toBe(200)
    expect(world.artifacts[0]?.content.toString()).toBe('first second')
  })

  test('an unknown block, a wrong signature and a bad name are refused', async () => {
    const url = await uploadUrl('bad.bin')
    expect((await putTo(`${url}&comp=blocklist`, blockList('MQ'))).status).toBe(400)
    expect((await putTo(`${url}0&comp=block&blockid=MQ`, 'x')).status).toBe(403)
    expect((await fetch(`${service.url}/download/101?sig=0`)).status).toBe(403)
    expect((await twirp('CreateArtifact', { name: 'a/b' })).status).toBe(400)
  })
})
