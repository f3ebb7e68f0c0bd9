import { describe, expect, test } from '@jest/globals'
import type { Artifact, ArtifactOrigin } from '../../../src/github/artifact/artifact.ts'
import {
  judgeArtifact,
  newestFirst,
  type Rules,
  type WorkflowRun,
} from '../../../src/github/backups/judge.ts'

const origin: ArtifactOrigin = {
  runId: '5',
  repositoryId: '1',
  headRepositoryId: '1',
  headBranch: 'main',
}
const artifact: Artifact = {
  id: 7,
  name: 'shop-20261120T020000Z.tar.zst.age',
  bytes: 12,
  sha256: 'ab'.repeat(32),
  createdAt: '2026-11-20T02:00:00Z',
  expiresAt: '2027-02-18T02:00:00Z',
  expired: false,
  origin,
}
const run: WorkflowRun = {
  id: '5',
  path: '.github/workflows/backup.yml',
  event: 'schedule',
  status: 'completed',
  conclusion: 'success',
  headBranch: 'main',
  repositoryId: '1',
  headRepositoryId: '1',
}
const rules: Rules = {
  repositoryId: '1',
  branch: 'main',
  workflow: '.github/workflows/backup.yml',
  runId: '9',
  name: 'shop',
}

describe('accepted', () => {
  test.each<[string, Partial<Artifact>, Partial<WorkflowRun>, Partial<Rules>]>([
    ['a nightly backup', {}, {}, {}],
    ['one started by hand', {}, { event: 'workflow_dispatch' }, {}],
    ['one of a push to the branch', {}, { event: 'push' }, {}],
    ['plaintext', { name: 'shop-1.tar.zst' }, {}, {}],
    ['any name where none is asked for', { name: 'crm-1.tar.zst.age' }, {}, { name: undefined }],
    ['a workflow given by its file', {}, {}, { workflow: 'backup.yml' }],
    [
      'one of this run, which is at work',
      {},
      { status: 'in_progress', conclusion: '' },
      { runId: '5' },
    ],
  ])('%s', (_, ofArtifact, ofRun, ofRules) => {
    const verdict = judgeArtifact(
      { ...artifact, ...ofArtifact },
      { ...run, ...ofRun },
      { ...rules, ...ofRules },
    )
    expect(verdict).toEqual({ accepted: true })
  })
})

describe('refused', () => {
  test.each<[string, Partial<Artifact>, Partial<WorkflowRun>, readonly string[]]>([
    [
      'another kind of file',
      { name: 'shop-logs.zip' },
      {},
      ['its name ends in none of .tar.zst.age, .tar.zst'],
    ],
    [
      'another database',
      { name: 'crm.tar.zst.age' },
      {},
      ['it is not a backup with the name shop'],
    ],
    ['an expired one', { expired: true }, {}, ['it has expired']],
    ['one without a digest', { sha256: undefined }, {}, ['GitHub gives no digest for it']],
    [
      'one whose run is a fork’s, by the artifact',
      { origin: { ...origin, headRepositoryId: '666' } },
      {},
      ['the run that made it is a run of a fork'],
    ],
    [
      'one whose run is a fork’s, by the run',
      {},
      { headRepositoryId: '666' },
      ['its run is a run of a fork'],
    ],
    [
      'one of a fork that was deleted',
      { origin: { ...origin, headRepositoryId: '' } },
      { headRepositoryId: '' },
      ['the run that made it is a run of a fork', 'its run is a run of a fork'],
    ],
    [
      'one of another repository',
      { origin: { ...origin, repositoryId: '2' } },
      { repositoryId: '2' },
      ['it is not of this repository', 'its run is not of this repository'],
    ],
    [
      'one of another branch',
      { origin: { ...origin, headBranch: 'feature' } },
      { headBranch: 'feature' },
      ['it was made on feature, not main', 'its run is on feature, not main'],
    ],
    [
      'one of another workflow',
      {},
      { path: '.github/workflows/evil.yml' },
      ['its run is of .github/workflows/evil.yml, not .github/workflows/backup.yml'],
    ],
    [
      'one of a workflow of that name elsewhere',
      {},
      { path: 'elsewhere/backup.yml' },
      ['its run is of elsewhere/backup.yml, not .github/workflows/backup.yml'],
    ],
    [
      'one of a pull request',
      {},
      { event: 'pull_request' },
      ['its run was started by pull_request'],
    ],
    [
      'one of a pull request with rights',
      {},
      { event: 'pull_request_target' },
      ['its run was started by pull_request_target'],
    ],
    ['one of a failed run', {}, { conclusion: 'failure' }, ['its run ended with: failure']],
    ['one of a cancelled run', {}, { conclusion: 'cancelled' }, ['its run ended with: cancelled']],
    [
      'one of a run at work',
      {},
      { status: 'in_progress', conclusion: '' },
      ['its run ended with: in_progress'],
    ],
    ['one judged by another run', {}, { id: '6' }, ['GitHub answered for another run']],
    [
      'one of unknown origin',
      { origin: undefined },
      {},
      [
        'GitHub does not tell which run made it',
        'it is not of this repository',
        'the run that made it is a run of a fork',
        'it was made on ?, not main',
        'GitHub answered for another run',
      ],
    ],
  ])('%s', (_, ofArtifact, ofRun, why) => {
    const verdict = judgeArtifact({ ...artifact, ...ofArtifact }, { ...run, ...ofRun }, rules)
    expect(verdict).toEqual({ accepted: false, why })
  })

  test('nothing of this run is excused but that it is at work', () => {
    const own = { ...run, conclusion: '', headRepositoryId: '666', event: 'pull_request' }
    expect(judgeArtifact(artifact, own, { ...rules, runId: '5' })).toEqual({
      accepted: false,
      why: ['its run is a run of a fork', 'its run was started by pull_request'],
    })
  })
})

test('the newest comes first, and of one second the higher number', () => {
  const made = (id: number, createdAt: string): Artifact => ({ ...artifact, id, createdAt })
  const all = [
    made(3, '2026-11-19T02:00:00Z'),
    made(1, '2026-11-20T02:00:00Z'),
    made(2, '2026-11-20T02:00:00Z'),
    made(9, '2026-11-18T02:00:00Z'),
  ]
  expect(all.toSorted(newestFirst).map(({ id }) => id)).toEqual([2, 1, 3, 9])
})
