import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { runEnded } from '../../src/github/proof.ts'
import type { RunIdentity } from '../../src/github/run.ts'
import { startFakeGitHub, token, type FakeGitHub, type FakeJob } from '../support/github-api.ts'

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
const ended = (owner: RunIdentity, given: string | undefined = token) =>
  runEnded(owner, self, { apiUrl: github.apiUrl, token: given })

describe('a job of this very attempt', () => {
  const job = (
    name: string,
    runner: string | null,
    status: FakeJob['status'],
    conclusion: string | null = null,
  ): FakeJob => ({ name, runner_name: runner, status, conclusion })
  const given = (...jobs: readonly FakeJob[]) =>
    github.attempts.set('acme/shop/200/2', { status: 'in_progress', jobs })
  const owner: RunIdentity = { ...self, job: 'canary', runner: 'box-2' }
  const me = job('deploy', 'box-1', 'in_progress')

  test.each(['canary', 'canary (eu)', 'ship / canary', 'a / b / canary (eu, 1)'])(
    'named "%s" has ended when it is completed',
    async (name) => {
      given(me, job(name, 'box-2', 'completed', 'failure'))
      expect(await ended(owner)).toEqual({ state: 'ended', conclusion: 'failure' })
    },
  )

  test('with a display name of its own has ended when its runner has no job left', async () => {
    given(me, job('Ship it', 'box-2', 'completed', 'failure'), job('Lint', 'box-2', 'completed'))
    expect(await ended(owner)).toEqual({ state: 'ended', conclusion: undefined })
  })

  test('is running while it is in progress', async () => {
    given(me, job('canary', 'box-2', 'in_progress'))
    expect(await ended(owner)).toEqual({ state: 'running' })
  })

  test('another leg of the matrix on the same runner may be the owner', async () => {
    given(me, job('canary (eu)', 'box-2', 'completed'), job('canary (us)', 'box-2', 'in_progress'))
    expect(await ended(owner)).toEqual({ state: 'running' })
  })

  test('is unknown while its runner works on a job of unclear name', async () => {
    given(me, job('canary', 'box-2', 'completed'), job('Ship it', 'box-2', 'in_progress'))
    expect(await ended(owner)).toEqual({
      state: 'unknown',
      why: 'runner "box-2" is at work on a job of this run',
    })
  })

  test.each([
    ['never got that runner', [me, job('canary', null, 'queued')]],
    ['ran on another one', [me, job('canary', 'box-3', 'completed')]],
  ])('is unknown when it %s', async (_, jobs) => {
    given(...jobs)
    expect(await ended(owner)).toEqual({
      state: 'unknown',
      why: 'no job of this run is known on runner "box-2"',
    })
  })

  test('is unknown when the lock names no runner', async () => {
    given(me, job('canary', 'box-2', 'completed'))
    expect(await ended({ ...owner, runner: '' })).toMatchObject({ state: 'unknown' })
  })

  test('has ended when its runner works on the job that asks', async () => {
    given(me, job('canary', 'box-1', 'completed', 'cancelled'))
    expect(await ended({ ...owner, runner: 'box-1' })).toEqual({
      state: 'ended',
      conclusion: 'cancelled',
    })
  })

  test.each([
    ['no ended job looks like the owner', [me, job('Lint', 'box-1', 'completed')]],
    [
      'two runners share the name',
      [me, job('Ship it', 'box-1', 'in_progress'), job('canary', 'box-1', 'completed')],
    ],
  ])('is unknown on our own runner when %s', async (_, jobs) => {
    given(...jobs)
    expect(await ended({ ...owner, runner: 'box-1' })).toMatchObject({ state: 'unknown' })
  })

  test('never proves its own end: steps of one job can run side by side', async () => {
    given(me)
    expect(await ended(self)).toEqual({ state: 'running' })
  })

  test('is found on the last page of many jobs', async () => {
    const many = Array.from({ length: 230 }, (_, n) => job(`t (${n})`, `r-${n}`, 'completed'))
    given(...many, job('canary', 'box-2', 'completed', 'success'))
    expect(await ended(owner)).toEqual({ state: 'ended', conclusion: 'success' })
    expect(github.asked.map((url) => /page=(\d+)$/.exec(url)?.[1])).toEqual(['1', '2', '3'])
  })

  test('a list that goes on for ever is not read for ever', async () => {
    given(...Array.from({ length: 2000 }, (_, n) => job(`t (${n})`, 'r', 'completed')))
    expect(await ended(owner)).toEqual({ state: 'unknown', why: 'the run has more than 2000 jobs' })
    expect(github.asked).toHaveLength(20)
  })

  test.each([[{}], [{ jobs: 'none' }], [{ jobs: [{ name: 'canary' }] }], [null]])(
    'an answer that lists no jobs is no proof: %j',
    async (body) => {
      const fetchLike = () => Promise.resolve({ status: 200, json: () => Promise.resolve(body) })
      expect(await runEnded(owner, self, { apiUrl: 'http://x', token }, fetchLike)).toMatchObject({
        state: 'unknown',
        why: expect.stringContaining('no list of jobs'),
      })
    },
  )

  test('trouble on the way is no proof', async () => {
    github.trouble = 403
    expect(await ended(owner)).toMatchObject({ state: 'unknown' })
  })
})
