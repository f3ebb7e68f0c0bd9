import { describe, expect, test } from '@jest/globals'
import { checkRunner, uploadRefused } from '../../../src/github/artifact/refusal.ts'
import { errorOf } from './error-of.ts'

describe('a failure of the client is explained', () => {
  test.each([
    [
      'Failed to CreateArtifact: Artifact storage quota has been hit. Unable to upload',
      'The storage for artifacts is used up.',
    ],
    [
      'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact',
      'This run has an artifact of that name already.',
    ],
    [
      '@actions/artifact v2.0.0+ are not currently supported on GHES.',
      'This server is GitHub Enterprise Server, which has no such artifact service.',
    ],
    [
      'Unable to get the ACTIONS_RUNTIME_TOKEN env variable',
      'There is no token for the artifact service: this is not a step on a runner.',
    ],
    [
      'Failed to get backend IDs: The provided JWT token is invalid and/or missing claims',
      'There is no token for the artifact service: this is not a step on a runner.',
    ],
    [
      'Received non-retryable error: Failed request: (401) Unauthorized: the token',
      'The artifact service does not accept the token of this job.',
    ],
    [
      'Failed to CreateArtifact: Unable to make request: ECONNREFUSED',
      'The artifact service could not be reached.',
    ],
    ['Upload progress stalled.', 'The artifact service could not be reached.'],
    [
      'Failed to make request after 5 attempts: Failed request: (503) Service Unavailable: busy',
      'The artifact service is in trouble.',
    ],
    ['InvalidResponse: not ok', 'The artifact service refused the upload.'],
  ])('%s', (reason, message) => {
    const error = uploadRefused(new Error(reason), ['more'])
    expect(error).toMatchObject({ code: 'upload-refused', message, evidence: [reason, 'more'] })
    expect(error.hint).not.toBe('')
  })
})

test('away from a runner nothing is tried', async () => {
  const env = { ACTIONS_RESULTS_URL: 'https://results.example/' }
  expect(await errorOf(() => checkRunner(env))).toMatchObject({
    code: 'upload-refused',
    evidence: ['Not set: ACTIONS_RUNTIME_TOKEN.'],
  })
  expect(() => checkRunner({ ...env, ACTIONS_RUNTIME_TOKEN: 'x' })).not.toThrow()
})
