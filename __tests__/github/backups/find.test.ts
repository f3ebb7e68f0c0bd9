import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findBackups, type Search } from '../../../src/github/backups/find.ts'
import { token } from '../../support/github-api.ts'
import { startResultsService, type ResultsService } from '../../support/results-service/start.ts'
import {
  day,
  goodRun,
  keep,
  newWorld,
  type FakeArtifact,
  type FakeRun,
  type World,
} from '../../support/results-service/world.ts'
import { errorOf } from '../artifact/error-of.ts'

const hour = day / 24
const world: World = newWorld()
let service: ResultsService
beforeAll(async () => {
  service = await startResultsService(world)
})
afterAll(() => service.close())
beforeEach(() => void Object.assign(world, newWorld()))

const search = (differences: Partial<Search> = {}) => {
  const signal = AbortSignal.timeout(10_000)
  return findBackups(
    { apiUrl: service.url, token, signal, fetchLike: fetch },
    {
      repository: 'acme/shop',
      runId: '200',
      workflow: 'backup.yml',
      maxAgeMs: 26 * hour,
      ...differences,
    },
  )
}

let nextRun = 0
/** A backup of another run, `days` old. */
const nightly = (
  days: number,
  ofRun: Partial<FakeRun> = {},
  ofArtifact: Partial<FakeArtifact> = {},
): FakeArtifact => {
  nextRun += 1
  world.runs.set(nextRun, goodRun(ofRun))
  return keep(world, { runId: nextRun, createdAt: world.now() - days * day, ...ofArtifact })
}

describe('the backup to prove', () => {
  test('is the newest by its time, whatever the order of the list', async () => {
    const newest = nightly(1)
    nightly(3)
    const second = nightly(2)
    const { backup, run, earlier, refused } = await search({ history: 1 })
    expect(backup).toMatchObject({ id: newest.id, bytes: 64, expired: false })
    expect(run).toMatchObject({ path: '.github/workflows/backup.yml', conclusion: 'success' })
    expect(earlier.map(({ id }) => id)).toEqual([second.id])
    expect(refused).toEqual([])
  })

  test('is one of this run when it has one, although another is newer', async () => {
    const own = keep(world)
    const newer = nightly(0.01)
    const { backup, earlier } = await search()
    expect(backup.id).toBe(own.id)
    expect(earlier.map(({ id }) => id)).toEqual([newer.id])
  })

  test('is found behind hundreds of other artifacts', async () => {
    const backup = nightly(5)
    for (let each = 0; each < 250; each += 1) keep(world, { name: `log-${each}` })
    expect((await search()).backup.id).toBe(backup.id)
    const pages = world.requests.filter(({ url }) => url.includes('/actions/artifacts?'))
    expect(pages.map(({ url }) => url.slice(-6))).toEqual(['page=1', 'page=2', 'page=3'])
  })

  test('is not the planted one: each of these is newer and refused', async () => {
    const good = nightly(2)
    nightly(1, { headRepositoryId: 666 })
    nightly(0.9, { path: '.github/workflows/pull.yml', event: 'pull_request' })
    nightly(0.8, { headBranch: 'feature' })
    nightly(0.7, { conclusion: 'failure' })
    nightly(0.6, {}, { expiresAt: world.now() - 1 })
    const { backup, refused } = await search()
    expect(backup.id).toBe(good.id)
    expect(refused.map(({ why }) => why[0])).toEqual([
      'it has expired',
      'its run ended with: failure',
      'it was made on feature, not main',
      'its run is of .github/workflows/pull.yml, not .github/workflows/backup.yml',
      'the run that made it is a run of a fork',
    ])
  })

  test('is that of a name, a number or a branch where one is given', async () => {
    const crm = nightly(2, {}, { name: 'crm-1.tar.zst.age' })
    const stable = nightly(3, { headBranch: 'stable' })
    const shop = nightly(1)
    expect((await search({ name: 'crm' })).backup.id).toBe(crm.id)
    expect((await search({ branch: 'stable' })).backup.id).toBe(stable.id)
    expect((await search({ artifactId: crm.id })).backup.id).toBe(crm.id)
    expect((await search()).backup.id).toBe(shop.id)
  })
})

describe('several databases', () => {
  test('a name is a whole one: a newer backup of shop-eu is none of shop', async () => {
    const shop = nightly(1)
    const other = nightly(0.5, {}, { name: 'shop-eu-20261120T020000Z.tar.zst.age' })
    expect((await search({ name: 'shop' })).backup.id).toBe(shop.id)
    expect((await search({ name: 'shop-eu' })).backup.id).toBe(other.id)
  })

  test('sizes are compared with those of the same name only', async () => {
    const older = nightly(3, {}, { name: 'shop-20261118T020000Z.tar.zst.age' })
    nightly(2, {}, { name: 'crm-20261119T020000Z.tar.zst.age' })
    const backup = nightly(1, {}, { name: 'shop-20261120T020000Z.tar.zst.age' })
    const found = await search()
    expect(found.backup.id).toBe(backup.id)
    expect(found.earlier.map(({ id }) => id)).toEqual([older.id])
  })
})

describe('without a name', () => {
  const made = (name: string, hours: number, ofRun: Partial<FakeRun> = {}) =>
    nightly(hours / 24, ofRun, { name: `${name}-20261120T020000Z.tar.zst.age` })
  const ofThisRun = (name: string) => keep(world, { name: `${name}-20261120T020000Z.tar.zst.age` })

  test('the proof of one database does not pass for that of another', async () => {
    made('shop', 1)
    made('crm', 20)
    expect(await errorOf(() => search())).toMatchObject({
      code: 'input-invalid',
      message: 'Input name is needed: there are backups of 2 names, and one proof is of one.',
      hint: 'Prove each in a step of its own, with its `name`.',
      evidence: ['crm', 'shop'],
    })
  })

  test('nor where one is backed up so often that it fills the list', async () => {
    for (let each = 1; each <= 20; each += 1) made('shop', each)
    made('crm', 21)
    expect((await errorOf(() => search())).evidence).toEqual(['crm', 'shop'])
  })

  test('nor where this run has made both', async () => {
    ofThisRun('shop')
    ofThisRun('crm')
    expect((await errorOf(() => search())).evidence).toEqual(['crm', 'shop'])
  })

  test('this run’s only backup is meant, whatever others there are', async () => {
    const own = ofThisRun('shop')
    made('crm', 1)
    expect((await search()).backup.id).toBe(own.id)
  })

  test('a name that was given up, and one that nobody trusts, are no trouble', async () => {
    const shop = made('shop', 2)
    made('shop-old', 27)
    made('planted', 1, { headRepositoryId: 666 })
    expect((await search()).backup.id).toBe(shop.id)
  })

  test('a number is enough', async () => {
    made('shop', 1)
    const crm = made('crm', 2)
    expect((await search({ artifactId: crm.id })).backup.id).toBe(crm.id)
  })
})

describe('no backup', () => {
  test('says what was looked at and why it was refused', async () => {
    const planted = nightly(1, { headRepositoryId: 666 })
    const error = await errorOf(() => search())
    expect(error).toMatchObject({
      code: 'backup-missing',
      message: 'No backup of backup.yml on main was found that can be trusted.',
      evidence: [
        expect.stringMatching(
          new RegExp(
            `^${planted.name} \\(${planted.id}, .*Z\\): the run that made it is a run of a fork$`,
          ),
        ),
      ],
    })
  })

  test('says so where there is nothing', async () => {
    expect((await errorOf(() => search())).evidence).toEqual(['There are no artifacts at all.'])
  })

  test('shows twenty refusals of many', async () => {
    for (let each = 0; each < 30; each += 1) keep(world, { name: `log-${each}` })
    const { evidence } = await errorOf(() => search())
    expect([evidence.length, evidence.at(-1)]).toEqual([21, 'and 10 more'])
  })

  test('comes of an untrusted number', async () => {
    const planted = nightly(1, { headRepositoryId: 666 })
    const error = await errorOf(() => search({ artifactId: planted.id }))
    expect(error.message).toBe(`Artifact ${planted.id} is not a backup that can be trusted.`)
  })

  test('comes of a run that is gone', async () => {
    nightly(1)
    world.faults.push({ on: /runs\/\d+$/, times: 1, does: { status: 404, message: 'no' } })
    const { evidence } = await errorOf(() => search())
    expect(evidence).toEqual([expect.stringMatching(/: GET .*\/runs\/\d+ answered 404/)])
  })

  test.each([
    ['the repository', /GET \/repos\/acme\/shop$/],
    ['the list of this run', /runs\/200\/artifacts/],
    ['the list of all', /actions\/artifacts\?/],
  ])('comes of no answer about %s', async (_, on) => {
    nightly(1)
    world.faults.push({ on, times: 1, does: { status: 500, message: 'no' } })
    const error = await errorOf(() => search())
    expect(error).toMatchObject({
      code: 'backup-missing',
      message: 'GitHub did not tell which backups there are.',
      evidence: [expect.stringContaining('answered 500')],
    })
  })
})

test('a name that everyone may use can’t use up the number of requests', async () => {
  for (let each = 0; each < 70; each += 1) nightly(1, { conclusion: 'failure' })
  await errorOf(() => search())
  expect(world.requests.filter(({ url }) => /runs\/\d+$/.test(url)).length).toBe(60)
})
