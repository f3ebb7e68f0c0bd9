import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { newWorld, type World } from '../support/results-service/world.ts'

/** GitHub's own cache client against the fake of its service. */
const world: World = newWorld()
const variables = { ...process.env }
let service: ResultsService
let client: typeof import('@actions/cache')
let folder: string
let kept: string

beforeAll(async () => {
  service = await startResultsService(world)
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-cache-'))
  Object.assign(process.env, service.env(), { RUNNER_TEMP: folder, GITHUB_WORKSPACE: folder })
  client = await import('@actions/cache')
})
afterAll(async () => {
  await service.close()
  process.env = variables
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  for (const list of [world.caches, world.requests, world.faults]) list.length = 0
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
  kept = join(folder, 'kept')
  mkdirSync(kept)
  writeFileSync(join(kept, 'file'), 'kept', { mode: 0o755 })
})
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(kept, { recursive: true, force: true })
})

test('a folder that is saved comes back under its key, and under no other', async () => {
  expect(client.isFeatureAvailable()).toBe(true)
  expect(await client.saveCache([kept], 'one')).toBe(1)
  rmSync(kept, { recursive: true })
  expect(await client.restoreCache([kept], 'two')).toBeUndefined()
  expect(await client.restoreCache([join(folder, 'other')], 'one')).toBeUndefined()
  expect(await client.restoreCache([kept], 'one')).toBe('one')
  expect(readFileSync(join(kept, 'file'), 'utf8')).toBe('kept')
}, 30_000)

test('a key that is taken is not written again', async () => {
  expect(await client.saveCache([kept], 'one')).toBe(1)
  expect(await client.saveCache([kept], 'one')).toBe(-1)
  expect(world.caches).toHaveLength(1)
}, 30_000)

test('a token that is not the job’s gets nothing', async () => {
  const good = process.env['ACTIONS_RUNTIME_TOKEN']
  process.env['ACTIONS_RUNTIME_TOKEN'] = `${good ?? ''}x`
  expect(await client.saveCache([kept], 'one')).toBe(-1)
  process.env['ACTIONS_RUNTIME_TOKEN'] = good
  expect(world.caches).toEqual([])
}, 30_000)
