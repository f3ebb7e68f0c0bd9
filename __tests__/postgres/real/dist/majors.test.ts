import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadFixture } from '../../../../lab/kit/postgres-fixture.ts'
import { majors } from '../../../../lab/kit/postgres.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'
import { dumpingMajor, runnerFor } from './tool-cache.ts'

describe.each(majors)('a database with every trap, on PostgreSQL %s', (major) => {
  const server = serverForTests({ major })
  const runner = runnerFor(major)
  const copyMajor = dumpingMajor(major)
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await loadFixture(server(), { database: 'shop' })
  }, 120_000)
  afterAll(() => nightly.close())

  test(`is dumped by pg_dump ${copyMajor}`, async () => {
    const result = await nightly.backup({ 'database-url': server().urlOf('shop') }, runner())
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.log).toMatch(new RegExp(`PostgreSQL ${major}\\..*; pg_dump ${copyMajor}\\.`))
  }, 120_000)

  test(`is proven on a server of major ${copyMajor}`, async () => {
    nightly.proveLater()
    const result = await nightly.verify({ server: 'npm' }, runner())
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ verdict: 'proven' })
    expect(result.outputs['checks']).not.toContain('"failed"')
    expect(result.log).toContain('passed: rows and checksums')
    expect(result.log).toContain(`starting a throw-away PostgreSQL ${copyMajor} (npm)`)
    expect(result.log).not.toContain('fetching a PostgreSQL')
    const elsewhere = `The source is PostgreSQL ${major}; the copy ran on ${copyMajor}`
    const told = result.annotations.filter(({ message }) => message.includes(elsewhere))
    expect(told).toHaveLength(copyMajor === major ? 0 : 1)
  }, 120_000)
})
