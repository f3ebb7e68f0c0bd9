import { describe, expect, test } from '@jest/globals'
import { parseFiles, parseLock } from '../../src/fleet/parse-files.ts'
import { renderJournal } from '../../src/host/journal.ts'
import { renderDetails } from '../../src/host/lock.ts'
import { sampleJournal } from '../host/sample.ts'

const journal = (token: string): string => renderJournal(sampleJournal(token))
const files = 'details\njournal.json'
const claims = (...chain: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(chain.map(([of, by]) => [`lock-claims/succeeds-${of}`, journal(by)] as const))

describe('a lock', () => {
  test('that is not there is free', () => expect(parseLock({})).toEqual({ state: 'free' }))

  test('with our journal is ours', () => {
    const details = renderDetails(sampleJournal('a'))
    const values = { 'lock-files': files, 'lock-details': details, 'lock-journal': journal('a') }
    expect(parseLock(values)).toMatchObject({
      state: 'ours',
      journal: { token: 'a' },
      root: 'a',
      details: { by: 'octo cat' },
    })
  })

  test.each([
    ['without a file in it', ''],
    ['with a journal that is torn', '{"format":1,"tok'],
    ['with a journal of a later format', '{"format":2,"token":"a"}'],
  ])('%s is foreign', (_title, text) => {
    const lock = parseLock({ 'lock-files': '', 'lock-journal': text })
    expect(lock).toEqual({ state: 'foreign', details: undefined })
  })

  test.each([
    ['by its claim', claims(['a', 'b']), 'b'],
    ['by the last of several', claims(['b', 'c'], ['a', 'b']), 'c'],
    ['by nobody, when a claim is on another token', claims(['x', 'y']), 'a'],
    ['by nobody, when the claim is torn', { 'lock-claims/succeeds-a': '{' }, 'a'],
    ['without end, which no run of ours writes', claims(['a', 'b'], ['b', 'a']), 'b'],
  ])('is succeeded %s', (_title, values, holder) => {
    const lock = parseLock({ 'lock-files': files, 'lock-journal': journal('a'), ...values })
    expect(lock).toMatchObject({ state: 'ours', journal: { token: holder }, root: 'a' })
  })
})

const noWeb = { extracted: [], volumes: [], pages: [] }

describe('the files of a host', () => {
  test('that were found', () => {
    const release = { version: 'v1', digest: 'sha256:1' }
    expect(
      parseFiles({
        releases: `${JSON.stringify(release)}\n`,
        envs: 'web.env\nweb.env.v2\n',
        'free-disk': '1234567\n',
        'free-memory': '2048\n',
      }),
    ).toEqual({
      releases: [release],
      envs: ['web.env', 'web.env.v2'],
      freeDiskKiB: 1234567,
      freeMemoryKiB: 2048,
      web: noWeb,
      root: [],
      lock: { state: 'free' },
    })
  })

  test('that were not found are none, and what is not a number is not known', () => {
    expect(parseFiles({ 'free-disk': '', envs: '' })).toEqual({
      releases: [],
      envs: [],
      freeDiskKiB: undefined,
      freeMemoryKiB: undefined,
      web: noWeb,
      root: [],
      lock: { state: 'free' },
    })
  })
})
