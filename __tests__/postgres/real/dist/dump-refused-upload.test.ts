import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { newWorld } from '../../../support/results-service/world.ts'
import { expectRefused } from './refusal.ts'
import { onSmallDisk } from './small-disk.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a backup that has no place to stay', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await growDatabase(server(), { database: 'large', megabytes: 12 })
    // Random bytes: a file of more than the third of it that is usual.
    await server().query('CREATE DATABASE dense')
    await server().query(
      `CREATE TABLE public.noise AS
        SELECT n, (SELECT string_agg(uuid_send(gen_random_uuid()), '')
          FROM generate_series(1, 60) k WHERE n > 0) AS noise
        FROM generate_series(1, 6000) n`,
      'dense',
    )
  }, 120_000)
  afterEach(() => {
    const { retentionDays, quotaBytes, retell } = newWorld()
    Object.assign(nightly.world, { retentionDays, quotaBytes, retell })
    nightly.world.artifacts.length = 0
  })
  afterAll(() => nightly.close())

  const backup = (inputs: Record<string, string> = {}, env: Record<string, string> = {}) =>
    nightly.backup({ 'database-url': server().urlOf('large'), ...inputs }, env)
  const refused = async (code: string, inputs: Record<string, string> = {}): Promise<string> =>
    expectRefused(await backup(inputs), nightly, code, [server().password, nightly.identity])

  test(
    'a disk that is seen to be too small is told before anything is dumped',
    () =>
      onSmallDisk(2, async (folder) => {
        const result = await backup({}, { RUNNER_TEMP: folder })
        const said = expectRefused(result, nightly, 'database-not-ready', [server().password])
        expect(said).toMatch(/The disk may fill: .* about \d+ MB, and 3 MB are free/)
        expect(result.log).not.toContain('dumping')
        expect(readdirSync(folder)).toEqual([])
      }),
    120_000,
  )

  test(
    'a disk that fills midway',
    () =>
      onSmallDisk(5, async (folder) => {
        const result = await backup(
          { 'database-url': server().urlOf('dense') },
          { RUNNER_TEMP: folder },
        )
        const said = expectRefused(result, nightly, 'disk-full', [server().password])
        expect(said).toContain(folder)
        expect(readdirSync(folder)).toEqual([])
      }),
    120_000,
  )

  test('a quota that is used up', async () => {
    nightly.world.quotaBytes = 0
    const said = await refused('upload-refused')
    expect(said).toContain('The storage for artifacts is used up.')
  }, 120_000)

  test.each([
    { what: 'digest', told: { digest: `sha256:${'0'.repeat(64)}` } },
    { what: 'size', told: { size_in_bytes: 1 } },
  ])(
    'another $what on read-back: what was uploaded is deleted',
    async ({ told }) => {
      nightly.world.retell = (artifact) => ({ ...artifact, ...told })
      const said = await refused('upload-not-as-asked')
      expect(said).toContain('GitHub did not store the backup as it was made.')
      expect(said).toContain('The artifact was deleted.')
    },
    120_000,
  )

  test('a retention that was asked for and is capped', async () => {
    nightly.world.retentionDays = 30
    const result = await backup({ 'retention-days': '60' })
    const said = expectRefused(result, nightly, 'upload-not-as-asked', [server().password])
    expect(said).toContain("Backups can't be kept for 60 days here: the limit is 30 days.")
    expect(result.log).not.toContain('dumping')
  }, 120_000)

  test('a retention that was asked for and can not be read back', async () => {
    const result = await backup({ 'retention-days': '60', 'github-token': '' })
    const said = expectRefused(result, nightly, 'upload-not-as-asked', [server().password])
    expect(said).toContain("Whether GitHub keeps the backup for 60 days can't be read back.")
    expect(result.log).not.toContain('dumping')
  }, 120_000)

  test('a retention that GitHub caps though the runner did not say so', async () => {
    nightly.world.retell = (artifact) => ({
      ...artifact,
      expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    })
    const said = await refused('upload-not-as-asked', { 'retention-days': '60' })
    expect(said).toContain('asked 60 days, found 5 days')
  }, 120_000)

  test('the default that is capped is a warning, with the arithmetic', async () => {
    nightly.world.retentionDays = 30
    const result = await backup()
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(nightly.world.artifacts).toHaveLength(1)
    const warnings = result.annotations.filter(({ kind }) => kind === 'warning')
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /keeps the backup for 30 days, not 90: .* MB x 30 days = .* a plan includes/,
      ),
    ])
  }, 120_000)
})
