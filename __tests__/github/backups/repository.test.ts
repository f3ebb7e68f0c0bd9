import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { isPublicRepository } from '../../../src/github/backups/repository.ts'
import { token } from '../../support/github-api.ts'
import { startResultsService, type ResultsService } from '../../support/results-service/start.ts'
import { newWorld, type World } from '../../support/results-service/world.ts'

const world: World = newWorld()
let service: ResultsService
beforeAll(async () => {
  service = await startResultsService(world)
})
afterAll(() => service.close())
beforeEach(() => void Object.assign(world, newWorld()))

const apiOf = (given: string | undefined = token) => ({
  apiUrl: service.url,
  token: given,
  signal: AbortSignal.timeout(10_000),
  fetchLike: fetch,
})

describe('whether everyone can read the artifacts', () => {
  test.each([
    ['public', true],
    ['private', false],
    ['internal', false],
  ] as const)('of a repository that is %s', async (visibility, isPublic) => {
    world.repository = { ...world.repository, visibility }
    expect(await isPublicRepository(apiOf(), 'acme/shop')).toBe(isPublic)
  })

  test('is unknown without a token, an answer or the repository', async () => {
    expect(await isPublicRepository(apiOf(''), 'acme/shop')).toBe('unknown')
    expect(await isPublicRepository(apiOf('wrong'), 'acme/shop')).toBe('unknown')
    expect(await isPublicRepository(apiOf(), 'acme/other')).toBe('unknown')
  })

  test.each([{}, { private: 'no' }, { private: true, visibility: 'public' }, { private: false }])(
    'is never no by a doubtful answer: %j',
    async (told) => {
      const body = { id: 1, default_branch: 'main', ...told }
      const fetchLike = () => Promise.resolve({ status: 200, json: () => Promise.resolve(body) })
      expect(await isPublicRepository({ ...apiOf(), fetchLike }, 'acme/shop')).not.toBe(false)
    },
  )
})
