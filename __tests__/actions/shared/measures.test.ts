import { describe, expect, test } from '@jest/globals'
import { failureText, leadText, span } from '../../../src/actions/shared/measures.ts'

const minute = 60_000

test.each([
  [45_000, '45.0 s'],
  [12.4 * minute, '12 min'],
  [119.4 * minute, '119 min'],
  [5 * 60 * minute, '5 h'],
  [72 * 60 * minute, '3 days'],
])('%d ms are told as %s', (ms, text) => {
  expect(span(ms)).toBe(text)
})

describe('nothing is claimed', () => {
  test('of a version that is no commit, or of one from the future', () => {
    expect(leadText(undefined, 1000)).toEqual([])
    expect(leadText(2000, 1000)).toEqual([])
    expect(leadText(0, 90 * minute)).toEqual(['From commit to live: 90 min.'])
  })

  test('of a workflow that has not run', () => {
    expect(failureText('deploy.yml', { failed: 0, ended: 0 })).toEqual([])
    expect(failureText('deploy.yml', { failed: 1, ended: 8 })).toEqual([
      'Failed runs of deploy.yml in the last 30 days: 1 of 8, 13 %.',
    ])
  })
})
