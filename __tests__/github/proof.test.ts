import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { runEnded } from '../../src/github/proof.ts'
import type { RunIdentity } from '../../src/github/run.ts'
import { startFakeGitHub, token, type FakeGitHub } from '../support/github-api.ts'

let github: FakeGitHub
beforeAll(async () => {
  github = await startFakeGitHub()
})
afterAll(() => github.close())
beforeEach(() => {
  github.attempts.clear()
  github.asked.length = 0
  github.trouble = undefined
})

const self: RunIdentity = {
  repository: 'acme/shop',
  runId: '200',
  attempt: '2',
  job: 'deploy',
  runner: 'box-1',
}
const other: RunIdentity = { ...self, runId: '100', attempt: '1', runner: 'box-9' }
const ended = (owner: RunIdentity, given: string | undefined = token) =>
  runEnded(owner, self, { apiUrl: github.apiUrl, token: given })

describe('another run', () => {
  test('has ended when its attempt is completed', async () => {
    github.attempts.set('acme/shop/100/1', { status: 'completed', conclusion: 'cancelled' })
    expect(await ended(other)).toEqual({ state: 'ended', conclusion: 'cancelled' })
    expect(github.asked).toEqual(['/repos/acme/shop/actions/runs/100/attempts/1'])
  })

  test.each(['queued', 'in_progress'] as const)('is running while it is %s', async (status) => {
    github.attempts.set('acme/shop/100/1', { status })
    expect(await ended(other)).toEqual({ state: 'running' })
  })

  test('a lower attempt of this run has not ended because there is a higher one', async () => {
    github.attempts.set('acme/shop/200/1', { status: 'in_progress' })
    expect(await ended({ ...self, attempt: '1' })).toEqual({ state: 'running' })
    github.attempts.set('acme/shop/200/1', { status: 'completed', conclusion: 'failure' })
    expect(await ended({ ...self, attempt: '1' })).toEqual({
      state: 'ended',
      conclusion: 'failure',
    })
  })
})

describe('without an answer there is no proof', () => {
  const path = '/repos/acme/shop/actions/runs/100/attempts/1'
  const answered = (status: number) => `GET ${path} answered ${status}`

  test.each([
    [401, 'the token is not valid (any more)'],
    [403, 'the token may not read it: give the job `permissions: actions: read`'],
    [
      404,
      'there is no run 100 in acme/shop, or the token may not see it: give the job `permissions: actions: read`',
    ],
    [429, 'too many requests'],
    [500, 'unexpected'],
    [204, 'unexpected'],
  ])('status %i', async (status, reason) => {
    github.attempts.set('acme/shop/100/1', { status: 'completed' })
    github.trouble = status
    expect(await ended(other)).toEqual({
      state: 'unknown',
      why: `${answered(status)}: ${reason}`,
    })
  })

  test.each([undefined, ''])('no token (%j): nobody is asked', async (none) => {
    expect(await runEnded(other, self, { apiUrl: github.apiUrl, token: none })).toEqual({
      state: 'unknown',
      why: 'there is no token to ask GitHub with',
    })
    expect(github.asked).toEqual([])
  })

  test('a repository that the token cannot see', async () => {
    expect(await ended({ ...other, repository: 'other/secret' })).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('answered 404'),
    })
  })

  test('a server that is not there', async () => {
    const gone = await startFakeGitHub()
    await gone.close()
    expect(await runEnded(other, self, { apiUrl: gone.apiUrl, token })).toMatchObject({
      state: 'unknown',
      why: expect.stringMatching(/^GET .* failed: connect ECONNREFUSED/),
    })
  })

  test('a server that stays silent', async () => {
    github.trouble = 'silence'
    const signal = AbortSignal.timeout(50)
    expect(await runEnded(other, self, { apiUrl: github.apiUrl, token, signal })).toEqual({
      state: 'unknown',
      why: `GET ${path} failed: no answer in time`,
    })
  })

  test.each([
    ['another run', { id: 101, run_attempt: 1, status: 'completed' }],
    ['another attempt', { id: 100, run_attempt: 2, status: 'completed' }],
    ['something else', 'completed'],
    ['nothing', null],
  ])('an answer about %s', async (_, body) => {
    const fetchLike = () => Promise.resolve({ status: 200, json: () => Promise.resolve(body) })
    expect(await runEnded(other, self, { apiUrl: 'http://x', token }, fetchLike)).toEqual({
      state: 'unknown',
      why: `GET ${path} answered for another run`,
    })
  })

  test('an answer that is not JSON', async () => {
    const fetchLike = () =>
      Promise.resolve({ status: 200, json: () => Promise.reject(new SyntaxError('no JSON')) })
    expect(await runEnded(other, self, { apiUrl: 'http://x', token }, fetchLike)).toEqual({
      state: 'unknown',
      why: `GET ${path} failed: no JSON`,
    })
  })

  test.each([
    ['a repository with a path in it', { repository: '../../user' }],
    ['a repository that goes up', { repository: 'acme/..' }],
    ['a run that is no number', { runId: '100/../7' }],
    ['an attempt that is no number', { attempt: '1?x' }],
    ['an attempt below one', { attempt: '0' }],
  ])('an owner that a host made up: %s', async (_, made) => {
    expect(await ended({ ...other, ...made })).toEqual({
      state: 'unknown',
      why: 'the lock names no run of GitHub Actions',
    })
    expect(github.asked).toEqual([])
  })
})
