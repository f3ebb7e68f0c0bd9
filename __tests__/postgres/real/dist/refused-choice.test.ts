import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { day, goodRun, type FakeArtifact } from '../../../support/results-service/world.ts'
import { errorsOf, refused, repacked, replace } from './repack.ts'
import { startNightly, type Nightly } from './steps.ts'

jest.setTimeout(120_000)

describe('an artifact that is not the backup it is taken for', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly
  let shop: FakeArtifact
  let blog: FakeArtifact

  const made = async (database: string): Promise<FakeArtifact> => {
    await server().query(`CREATE DATABASE ${database} TEMPLATE template0`)
    await server().query(`CREATE TABLE ${database}_rows AS SELECT 1 AS id`, database)
    const result = await nightly.backup({ 'database-url': server().urlOf(database) })
    expect(result).toMatchObject({ exitCode: 0 })
    const artifact = nightly.world.artifacts.at(-1)
    if (artifact === undefined) throw new Error('There is no artifact')
    return artifact
  }

  beforeAll(async () => {
    nightly = await startNightly()
    shop = await made('shop')
    blog = await made('blog')
    nightly.proveLater()
  })
  afterAll(() => nightly.close())
  beforeEach(() => {
    nightly.world.artifacts.splice(0, Infinity, shop)
    nightly.world.runs.set(shop.runId, goodRun())
  })

  test('is proven when it is', async () => {
    expect(await nightly.verify()).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  })

  test.each([
    ['another database', (): FakeArtifact => blog, 'blog'],
    ['the same database at another time', (): FakeArtifact => shop, 'shop'],
  ])('is refused: under its name is the backup of %s', async (_, holder, database) => {
    const name = 'shop-20991231T235959Z.tar.zst.age'
    const { content, name: own } = holder()
    replace(nightly, { content, name })
    const result = await nightly.verify({ name: 'shop' })
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toContain(`backup-damaged: ${name} holds another backup: ${own}`)
    expect(result.log).toContain(`of the database ${database}`)
    expect(result.log).not.toContain('starting a throw-away')
  })

  test.each([
    ['the one', (): FakeArtifact => shop, (): FakeArtifact => blog],
    ['the other', (): FakeArtifact => blog, (): FakeArtifact => shop],
  ])(
    'is refused: two databases have swapped their backups, seen from %s',
    async (_, one, other) => {
      const [{ name, id }, { content, name: made }] = [one(), other()]
      nightly.world.artifacts.splice(0, Infinity, one())
      replace(nightly, { content })
      const result = await nightly.verify({ 'artifact-id': String(id) })
      expect(result).toMatchObject(refused)
      expect(errorsOf(result)).toContain(`backup-damaged: ${name} holds another backup: ${made}`)
      expect(result.log).not.toContain('starting a throw-away')
    },
  )

  test('is refused: an old backup was uploaded again just now', async () => {
    const takenAt = new Date(Date.now() - 3 * day).toISOString()
    const content = await repacked(shop.content, nightly, {
      manifest: (was, now) => ({ ...was, ...now, takenAt }),
    })
    replace(nightly, { content, createdAt: Date.now() })
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^backup-too-old: shop-/)
    expect(result.log).not.toContain('starting a throw-away')
  })

  test('is refused: it is older than was asked for, and not even fetched', async () => {
    replace(nightly, { createdAt: Date.now() - 2 * day })
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^backup-too-old: shop-/)
    expect(result.log).not.toContain('fetching')
  })

  test.each([
    ['of a fork', { headRepositoryId: 666 }, 'a run of a fork'],
    ['of another branch', { headBranch: 'feature' }, 'it was made on feature, not main'],
    ['of another workflow', { path: '.github/workflows/ci.yml' }, '.github/workflows/ci.yml'],
    ['of a pull request', { event: 'pull_request' }, 'started by pull_request'],
    ['that failed', { conclusion: 'failure' }, 'its run ended with: failure'],
  ])('is refused: it was made by a run %s', async (_, differences, why) => {
    nightly.world.runs.set(shop.runId, goodRun(differences))
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^backup-missing: /)
    expect(result.summary).toContain(why)
    expect(result.log).toContain(why)
  })

  test('is refused: another database is backed up as well, and no name says which is meant', async () => {
    nightly.world.artifacts.push(blog)
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^input-invalid: Input name is needed: there are backups of 2/)
    expect(result.log).toContain('blog\nshop')
    expect(result.log).not.toContain('fetching')
  })

  test('is refused: it has expired', async () => {
    replace(nightly, { expiresAt: Date.now() - 1000 })
    const result = await nightly.verify()
    expect(result).toMatchObject(refused)
    expect(errorsOf(result)).toMatch(/^backup-missing: /)
    expect(result.summary).toContain('it has expired')
  })
})
