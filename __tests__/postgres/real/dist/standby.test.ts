import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { startStandby, type PostgresServer } from '../../../../lab/kit/postgres.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { errorsOf } from './repack.ts'
import { expectRefused, holdDump } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

const unlogged = `
  CREATE UNLOGGED TABLE cache (id serial PRIMARY KEY, value text);
  INSERT INTO cache (value) SELECT 'v' || n FROM generate_series(1, 30) n;
  CREATE SEQUENCE drawn; SELECT setval('drawn', 12)`

/** Replay waits for nobody, and says so when it can't go on. */
const conflicts = {
  max_standby_streaming_delay: 0,
  log_recovery_conflict_waits: 'on',
  deadlock_timeout: '100ms',
}

const rounds = 2000

/** A process that is stopped keeps the replay from going on; it has been told to end. */
const replayWaits = async (standby: PostgresServer): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    if (standby.log().includes('recovery still waiting')) return
    await sleep(25)
  }
  throw new Error(`the replay did not meet a reader: ${standby.log().slice(-2000)}`)
}

describe('a standby', () => {
  const primary = serverForTests({ major: 15, settings: { autovacuum: 'off' } })
  let standby: PostgresServer
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await growDatabase(primary(), { database: 'shop', megabytes: 60 })
    await primary().query(unlogged, 'shop')
    standby = await startStandby(primary(), conflicts)
  }, 120_000)
  afterAll(async () => {
    await standby.stop()
    await nightly.close()
  })

  test('is backed up and proven; rows of unlogged tables are left out, and told', async () => {
    const made = await nightly.backup({ 'database-url': standby.urlOf('shop') })
    expect(errorsOf(made)).toBe('')
    expect(made).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(made.summary).toMatch(/\| Server \| PostgreSQL 15[.\d]*, a standby \|/)
    expect(made.summary).toContain('2 whose content is not compared')
    expect(made.summary).toMatch(/\| public\.cache \| a standby has no rows of an unlogged table/)
    expect(made.summary).toContain('a standby has no value of an unlogged sequence')
    nightly.proveLater()
    const proof = await nightly.verify()
    expect(errorsOf(proof)).toBe('')
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  }, 120_000)

  test('that gives up its readers for its replay fails the backup, with what to set', async () => {
    nightly.world.artifacts.length = 0
    const handle = nightly.startBackup({ 'database-url': standby.urlOf('shop') })
    const { release } = await holdDump(standby, handle)
    await primary().query('DELETE FROM docs WHERE id % 2 = 0', 'shop')
    await primary().query('VACUUM docs', 'shop')
    await replayWaits(standby)
    release()
    const result = await handle.result
    const code = result.annotations.find(({ kind }) => kind === 'error')?.title ?? ''
    expect(['dump-failed', 'snapshot-lost']).toContain(code)
    const said = expectRefused(result, nightly, code, [primary().password])
    expect(said).toContain('max_standby_streaming_delay')
  }, 120_000)
})
