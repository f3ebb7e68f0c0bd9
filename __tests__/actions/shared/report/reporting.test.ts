import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createContext } from '../../../../src/actions/shared/context.ts'
import { tellOthers } from '../../../../src/actions/shared/report/reporting.ts'
import { SeaworthyError } from '../../../../src/base/error.ts'
import { startResultsService, type ResultsService } from '../../../support/results-service/start.ts'

let service: ResultsService
beforeEach(async () => {
  service = await startResultsService()
})
afterEach(() => service.close())

const tell = async (code: 'cancelled' | 'build-failed'): Promise<readonly string[]> => {
  const context = createContext(
    {
      ...{ GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '1', GITHUB_JOB: 'build' },
      GITHUB_WORKSPACE: '/',
    },
    AbortSignal.timeout(30_000),
  )
  const slack = `${service.url}/hooks/slack`
  const off = { webhook: undefined, issue: false, heartbeat: undefined }
  const channels = { ...off, notifyOn: 'failure', slack } as const
  const read = () => ({ channels, token: undefined, name: undefined })
  const reporting = { action: 'build-push', read, silent: ['cancelled'] }
  await tellOthers(context, reporting, { failure: new SeaworthyError(code, 'It ended.') })
  return service.world.requests.map(({ url }) => url)
}

test('a build that a newer one has cancelled is told to nobody', async () => {
  expect(await tell('cancelled')).toEqual([])
})

test('a build that failed is told', async () => {
  expect(await tell('build-failed')).toEqual(['/hooks/slack'])
})
