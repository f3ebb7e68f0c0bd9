import { describe, expect, test } from '@jest/globals'
import { parseArtifact, sha256Of } from '../../../src/github/artifact/artifact.ts'

const hex = 'ab'.repeat(32)
const body = {
  id: 7,
  name: 'shop.tar.zst.age',
  size_in_bytes: 12,
  expired: false,
  created_at: '2026-11-20T02:00:00Z',
  expires_at: '2027-02-18T02:00:00Z',
  digest: `sha256:${hex}`,
  workflow_run: { id: 5, repository_id: 1, head_repository_id: 1, head_branch: 'main' },
}

test('an artifact is read as GitHub tells it', () => {
  expect(parseArtifact(body)).toEqual({
    id: 7,
    name: 'shop.tar.zst.age',
    bytes: 12,
    sha256: hex,
    createdAt: '2026-11-20T02:00:00Z',
    expiresAt: '2027-02-18T02:00:00Z',
    expired: false,
    origin: { runId: '5', repositoryId: '1', headRepositoryId: '1', headBranch: 'main' },
  })
})

test.each([
  ['no record', 'text'],
  ['no number', { ...body, id: '7' }],
  ['no name', { ...body, name: null }],
  ['no size', { ...body, size_in_bytes: -1 }],
  ['no time', { ...body, created_at: 'yesterday' }],
])('%s is no artifact', (_, given) => {
  expect(parseArtifact(given)).toBeUndefined()
})

describe('what is not told is not assumed', () => {
  test('an artifact that is not said to be there has expired', () => {
    expect(parseArtifact({ ...body, expired: undefined })?.expired).toBe(true)
  })

  test('a fork of a deleted repository has no number', () => {
    const workflow_run = { ...body.workflow_run, head_repository_id: null }
    expect(parseArtifact({ ...body, workflow_run })?.origin?.headRepositoryId).toBe('')
  })

  test.each([null, hex, `md5:${hex}`, `sha256:${hex}0`, 'sha256:'])('%s is no digest', (digest) => {
    expect(sha256Of(digest)).toBeUndefined()
  })
})
