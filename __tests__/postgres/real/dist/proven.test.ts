import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadFixture } from '../../../../lab/kit/postgres-fixture.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a database with every trap, on PostgreSQL 15', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await loadFixture(server(), { database: 'shop' })
  }, 120_000)
  afterAll(() => nightly.close())

  test('is backed up: encrypted, kept 90 days, and told', async () => {
    const result = await nightly.backup({ 'database-url': server().urlOf('shop') })
    expect(result.log + JSON.stringify(result.annotations)).toContain('tables')
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    const [artifact] = nightly.world.artifacts
    expect(artifact?.content.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect(result.outputs).toMatchObject({
      'artifact-name': expect.stringMatching(/^shop-\d{8}T\d{6}Z\.tar\.zst\.age$/),
      'artifact-id': String(artifact?.id),
      digest: artifact?.digest,
      bytes: String(artifact?.size),
    })
    expect(Number(result.outputs['rows'])).toBeGreaterThan(1000)
    expect(result.summary).toContain('How to restore it without Seaworthy')
  }, 120_000)

  test('is proven the next hour: the verdict, every check, and the recovery time', async () => {
    nightly.proveLater()
    const result = await nightly.verify()
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result.log).toContain('passed: rows and checksums')
    expect(result.log).toContain('passed: sequences as the archive sets them')
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ verdict: 'proven' })
    const checks = JSON.parse(result.outputs['checks'] ?? '[]') as { verdict: string }[]
    expect(checks.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(checks.length).toBeGreaterThan(10)
    expect(Number(result.outputs['restore-seconds'])).toBeGreaterThan(0)
    expect(result.summary).toMatch(/^### Proven/)
  }, 120_000)

  test('gives no secret away: neither log, state nor summary has password or identity', async () => {
    const result = await nightly.verify({ 'artifact-id': String(nightly.world.artifacts[0]?.id) })
    expect(result.exitCode).toBe(0)
    const said = [result.rawLog, result.summary, JSON.stringify(result.state)].join('\n')
    const unmasked = said
      .split('\n')
      .filter((line) => !line.startsWith('::add-mask::'))
      .join('\n')
    expect(unmasked).not.toContain(nightly.identity)
    expect(unmasked).not.toContain(server().password)
  }, 120_000)
})
