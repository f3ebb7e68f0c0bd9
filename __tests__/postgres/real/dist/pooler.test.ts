import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startPooler, type PoolMode } from '../../../../lab/kit/pgbouncer.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectNoSecrets, expectRefused } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a database behind pgbouncer', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE DATABASE shop')
    await server().query('CREATE TABLE orders AS SELECT generate_series(1, 50) AS id', 'shop')
  }, 120_000)
  afterAll(() => nightly.close())

  const backupBehind = async (mode: PoolMode, query = '') => {
    const pooler = await startPooler(server(), mode)
    try {
      return await nightly.backup({ 'database-url': `${pooler.urlOf('shop')}${query}` })
    } finally {
      await pooler.stop()
    }
  }

  test.each(['transaction', 'statement'] as const)(
    'in %s mode is refused before anything is dumped, with what to do',
    async (mode) => {
      const result = await backupBehind(mode)
      const said = expectRefused(result, nightly, 'database-not-ready', [server().password])
      expect(said).toContain('a connection pooler that gives every transaction another server')
      expect(said).toContain("Give the database's own address and port")
      expect(result.log).not.toContain('dumping')
    },
    120_000,
  )

  test('is told to be a pooler where it does not take options', async () => {
    const result = await backupBehind('session', '?options=-c%20geqo%3Doff')
    const said = expectRefused(result, nightly, 'database-unreachable', [server().password])
    expect(said).toContain('a connection pooler is there that does not let `options` through')
  }, 120_000)

  test('in session mode is backed up, and proven', async () => {
    const made = await backupBehind('session')
    expect(made).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expectNoSecrets(made, [server().password])
    nightly.proveLater()
    const proof = await nightly.verify()
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  }, 120_000)
})
