import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { restGet, type RestApi } from '../../src/github/rest.ts'
import { startFakeGitHub, token, type FakeGitHub } from '../support/github-api.ts'

let github: FakeGitHub
beforeAll(async () => {
  github = await startFakeGitHub()
})
afterAll(() => github.close())
beforeEach(() => {
  github.trouble = undefined
})

const never = new AbortController().signal
const ask = (path: string, more: Partial<RestApi> = {}) =>
  restGet({ apiUrl: github.apiUrl, token, signal: never, fetchLike: fetch, ...more }, path)

describe('what GitHub does not find is named, with the permission that may be missing', () => {
  test.each([
    ['repos/acme/shop/actions/artifacts/7', 'artifact 7 in acme/shop'],
    ['repos/acme/shop/actions/artifacts?per_page=100', 'artifact in acme/shop'],
    ['repos/acme/shop/actions/runs/9/artifacts', 'run 9 in acme/shop'],
    ['repos/acme/shop', 'repository acme/shop'],
  ])('%s', async (path, named) => {
    expect(await ask(path)).toEqual({
      why: `GET /${path} answered 404: there is no ${named}, or the token may not see it: give the job \`permissions: actions: read\``,
    })
  })
})

test('one call has a limit of its own: a silent server does not hold up the step', async () => {
  github.trouble = 'silence'
  expect(await ask('repos/acme/shop', { callMs: 50 })).toEqual({
    why: 'GET /repos/acme/shop failed: no answer in time',
  })
})

test('a body that never ends is within the limit', async () => {
  const fetchLike: RestApi['fetchLike'] = (_, { signal }) =>
    Promise.resolve({
      status: 200,
      json: () =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    })
  expect(await ask('repos/acme/shop', { fetchLike, callMs: 50 })).toEqual({
    why: 'GET /repos/acme/shop failed: no answer in time',
  })
})
