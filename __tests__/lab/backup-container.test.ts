import { beforeAll, describe, expect, test } from '@jest/globals'
import { loadFixture } from '../../lab/kit/postgres-fixture.ts'
import { expectNoSecrets } from '../postgres/real/dist/refusal.ts'
import { runnerFor } from '../postgres/real/dist/tool-cache.ts'
import { harbourForTests, leftOn, markHost } from './support/accessory.ts'
import { watchArgv } from './support/argv.ts'

describe('PostgreSQL 17 as an accessory, and a runner with the client 15', () => {
  const harbour = harbourForTests('db')
  const laterRunner = runnerFor(17)

  beforeAll(async () => {
    const { db, host } = harbour()
    await db.query('DROP DATABASE shop')
    await loadFixture(db, { database: 'shop' })
    await markHost(host)
  }, 120_000)

  test('is dumped by its own pg_dump, and nothing of it stays on the host', async () => {
    const { host, db, nightly, inputs, secrets } = harbour()
    const before = await leftOn(host)
    const run = nightly.startBackup(inputs(), { PATH: '/usr/bin:/bin' })
    const sight = await watchArgv(run.result)
    const result = await run.result
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.log).toMatch(/PostgreSQL 17\..*; pg_dump 17\..*container shop-db on/)
    const manifest = JSON.parse(result.outputs['manifest'] ?? '{}') as object
    expect(manifest).toMatchObject({
      client: expect.stringMatching(/^17\./),
      server: { major: 17 },
    })
    expectNoSecrets(result, secrets())
    const lines = [...sight.lines].join('\n')
    expect(lines).toMatch(/docker exec .*-e PGPASSWORD .*shop-db pg_dump/)
    for (const secret of secrets()) expect(lines).not.toContain(secret)
    expect(await leftOn(host)).toEqual(before)
    expect(db.major).toBe(17)
  }, 120_000)

  test('is proven on a local server of its major', async () => {
    const { nightly } = harbour()
    nightly.proveLater()
    const result = await nightly.verify({ server: 'npm' }, laterRunner())
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ verdict: 'proven' })
    expect(result.log).toContain('starting a throw-away PostgreSQL 17 (npm)')
  }, 120_000)
})
