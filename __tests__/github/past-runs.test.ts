import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { pastRuns } from '../../src/github/past-runs.ts'
import type { RestApi } from '../../src/github/rest.ts'
import { token } from '../support/github-api.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { day, goodRun } from '../support/results-service/world.ts'

let service: ResultsService
let api: RestApi

beforeEach(async () => {
  service = await startResultsService()
  const signal = AbortSignal.timeout(30_000)
  api = { apiUrl: service.url, token, signal, fetchLike: (...args) => fetch(...args) }
})
afterEach(() => service.close())

const count = () => pastRuns(api, 'acme/shop', 'deploy.yml', Date.now() - 30 * day)

const past = (conclusion: string, differences: Parameters<typeof goodRun>[0] = {}) =>
  service.world.runs.set(
    service.world.runs.size + 1000,
    goodRun({ path: '.github/workflows/deploy.yml', conclusion, ...differences }),
  )

test('a run that timed out has failed; one that was cancelled has neither failed nor succeeded', async () => {
  for (const conclusion of ['success', 'success', 'failure', 'timed_out', 'cancelled'])
    past(conclusion)
  expect(await count()).toEqual({ failed: 2, ended: 4 })
})

test('older runs, and those of other workflows, do not count', async () => {
  past('failure', { createdAt: Date.now() - 40 * day })
  past('failure', { path: '.github/workflows/tests.yml' })
  expect(await count()).toEqual({ failed: 0, ended: 0 })
})

test('without the right to read them, nothing is claimed', async () => {
  service.world.faults.push({
    ...{ on: /status=failure/, times: 1 },
    does: { status: 403, message: 'Resource not accessible by integration' },
  })
  expect(await count()).toEqual({ why: expect.stringContaining('`permissions: actions: read`') })
})
