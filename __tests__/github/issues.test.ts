import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { endTrouble, reportTrouble, type Trouble } from '../../src/github/issues.ts'
import type { RestApi } from '../../src/github/rest.ts'
import { token } from '../support/github-api.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'

let service: ResultsService
let api: RestApi
const repository = 'acme/shop'

beforeEach(async () => {
  service = await startResultsService()
  const signal = AbortSignal.timeout(30_000)
  api = { apiUrl: service.url, token, signal, fetchLike: (...args) => fetch(...args) }
})
afterEach(() => service.close())

const trouble = (differences: Partial<Trouble> = {}): Trouble => ({
  ...{ key: 'backup', title: 'The backup fails', body: 'why', cause: 'dump-failed' },
  ...differences,
})
const issues = () => service.world.issues

describe('a trouble', () => {
  test('has one issue, however often it is reported', async () => {
    expect(await reportTrouble(api, repository, trouble())).toEqual({ did: 'opened' })
    expect(await reportTrouble(api, repository, trouble({ body: 'again' }))).toEqual({
      did: 'updated',
    })
    const body = '<!-- seaworthy: backup -->\n<!-- cause: dump-failed -->\n\nagain'
    expect(issues()).toEqual([
      {
        ...{ number: 1, title: 'The backup fails', body, state: 'open' },
        ...{ labels: ['seaworthy'], comments: [] },
      },
    ])
  })

  test('of another cause is told by a comment too: an edit alone tells nobody', async () => {
    await reportTrouble(api, repository, trouble())
    await reportTrouble(api, repository, trouble({ cause: 'client-missing', body: 'no client' }))
    expect(issues()).toMatchObject([{ comments: ['no client'] }])
  })

  test('of another name has an issue of its own', async () => {
    await reportTrouble(api, repository, trouble())
    await reportTrouble(api, repository, trouble({ key: 'backup of wiki' }))
    expect(issues()).toHaveLength(2)
  })

  test('that is over closes its issue, once', async () => {
    await reportTrouble(api, repository, trouble())
    expect(await endTrouble(api, repository, 'backup', 'well')).toEqual({ did: 'closed' })
    expect(await endTrouble(api, repository, 'backup', 'well')).toEqual({ did: 'nothing' })
    expect(issues()).toMatchObject([{ state: 'closed', comments: ['well'] }])
  })

  test('that comes back has a new issue', async () => {
    await reportTrouble(api, repository, trouble())
    await endTrouble(api, repository, 'backup', 'well')
    await reportTrouble(api, repository, trouble())
    expect(issues()).toMatchObject([{ state: 'closed' }, { number: 2, state: 'open' }])
  })

  test("never takes a stranger's issue for its own, whatever stands in it", async () => {
    const body = '<!-- seaworthy: backup -->\n<!-- cause: dump-failed -->'
    const stranger = { number: 1, title: 'Mine', body, comments: [] }
    service.world.issues.push({ ...stranger, state: 'open', labels: [] })
    await reportTrouble(api, repository, trouble())
    expect(issues()).toMatchObject([{ title: 'Mine', body }, { title: 'The backup fails' }])
  })

  test.each([
    [403, 'permissions: issues: write'],
    [404, 'permissions: issues: write'],
    [410, 'issues are switched off'],
    [500, 'answered 500'],
  ])('that GitHub refuses with %i is told as such', async (status, why) => {
    service.world.faults.push({ on: /issues/, times: 9, does: { status, message: 'no' } })
    const told = { why: expect.stringContaining(why) }
    expect(await reportTrouble(api, repository, trouble())).toEqual(told)
    expect(await endTrouble(api, repository, 'backup', 'well')).toEqual(told)
  })

  test('that can be listed but not written is told as such', async () => {
    service.world.faults.push({ on: /^POST/, times: 1, does: { status: 403, message: 'no' } })
    const told = { why: expect.stringContaining('issues: write') }
    expect(await reportTrouble(api, repository, trouble())).toEqual(told)
  })
})
