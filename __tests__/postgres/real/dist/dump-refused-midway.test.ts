import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectRefused, exporterOf, holdDump } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a backup that is disturbed while a large table is dumped', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await growDatabase(server(), { database: 'shop', megabytes: 60 })
  }, 120_000)
  afterAll(() => nightly.close())

  const start = () => nightly.startBackup({ 'database-url': server().urlOf('shop') })
  const terminate = (pid: number) => server().query(`SELECT pg_terminate_backend(${pid})`)
  const refused = async (handle: ReturnType<typeof start>, code: string): Promise<string> =>
    expectRefused(await handle.result, nightly, code, [server().password, nightly.identity])

  test('fails when the backend of pg_dump is ended, in its own words', async () => {
    const handle = start()
    const { pid, release } = await holdDump(server(), handle)
    await terminate(pid)
    release()
    const said = await refused(handle, 'dump-failed')
    expect(said).toContain('pg_dump ended with exit code 1')
    expect(said).toContain('The server ended the session')
    expect(said).toContain('terminating connection due to administrator command')
  }, 120_000)

  test('fails when the snapshot is lost, though the dump itself goes on to its end', async () => {
    const handle = start()
    const { release } = await holdDump(server(), handle)
    await terminate(await exporterOf(server(), 'shop'))
    release()
    expect(await refused(handle, 'snapshot-lost')).toContain('snapshot')
  }, 120_000)

  test('fails when the server crashes and restarts by itself', async () => {
    const handle = start()
    const { pid } = await holdDump(server(), handle)
    process.kill(pid, 'SIGKILL')
    const said = await refused(handle, 'dump-failed')
    await server().restart()
    expect(said).toContain('The server ended the session; was it restarted?')
  }, 120_000)

  test('is whole when somebody drops the table: that has to wait', async () => {
    const handle = start()
    const { release } = await holdDump(server(), handle)
    const drop = server().query("SET lock_timeout = '300ms'; DROP TABLE public.accounts", 'shop')
    await expect(drop).rejects.toMatchObject({ code: '55P03' })
    release()
    const result = await handle.result
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ tables: '2' })
  }, 120_000)
})
