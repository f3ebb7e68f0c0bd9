import { isDeepStrictEqual } from 'node:util'
import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { untilReady } from '../../lab/kit/accessory.ts'
import { onHost } from '../../lab/kit/lab.ts'
import { growDatabase } from '../../lab/kit/postgres-grow.ts'
import { expectRefused, holdDump } from '../postgres/real/dist/refusal.ts'
import { untilEmpty } from '../postgres/real/until-empty.ts'
import { harbourForTests, leftOn, markHost } from './support/accessory.ts'

const harbour = harbourForTests('no')
let before: readonly string[] = []

const onHostOrFail = async (command: string): Promise<void> => {
  const { code, stderr } = await onHost(harbour().host, command)
  if (code !== 0) throw new Error(`${command}: ${stderr}`)
}
const start = (container?: string, user?: string) =>
  harbour().nightly.startBackup(harbour().inputs(container, user))

/** Holds the process of the server in the container that sends rows to pg_dump. */
const hold = (handle: ReturnType<typeof start>) =>
  holdDump(harbour().db, handle, (pid, signal) =>
    harbour().db.inside(`kill -${signal.slice(3)} ${pid}`),
  )

const refused = async (handle: ReturnType<typeof start>, code: string): Promise<string> => {
  const { nightly, secrets, host } = harbour()
  const said = expectRefused(await handle.result, nightly, code, secrets())
  expect(said).toContain('shop-db')
  expect(said).toContain(host.address)
  return said
}

const sessions = () => harbour().db.query(`SELECT pid FROM pg_stat_activity WHERE datname = 'shop'`)

beforeAll(async () => {
  const { db } = harbour()
  await db.query('DROP DATABASE shop')
  // So large that a dump is still at it when a signal has found its way into the container.
  await growDatabase(db, { database: 'shop', megabytes: 200 })
}, 120_000)

beforeEach(async () => {
  await markHost(harbour().host)
  before = await leftOn(harbour().host)
}, 60_000)

const expectNothingLeft = async (): Promise<void> => {
  // Docker's own client on the host ends a little after what it has started.
  for (let round = 0; round < 10; round += 1) {
    if (isDeepStrictEqual(await leftOn(harbour().host), before)) return
  }
  expect(await leftOn(harbour().host)).toEqual(before)
}

test('a container that is not there is named, with those that are', async () => {
  const said = await refused(start('shop-db2'), 'database-unreachable')
  expect(said).toContain("can't be used: there is no such container")
  expect(said).toContain('running there: shop-db')
  await expectNothingLeft()
}, 60_000)

test("a user who may not ask Docker is told the daemon's own words", async () => {
  await onHostOrFail(
    'useradd -m -s /bin/bash outsider && cp -r /root/.ssh /home/outsider/ && chown -R outsider /home/outsider/.ssh',
  )
  await markHost(harbour().host)
  before = await leftOn(harbour().host)
  const said = await refused(start('shop-db', 'outsider'), 'database-unreachable')
  expect(said).toMatch(/permission denied/)
  expect(said).toContain('in the group docker')
  await expectNothingLeft()
}, 60_000)

test('cancelled midway: no process, no session and no file is left there', async () => {
  const { nightly, secrets, db } = harbour()
  const handle = start()
  const { release } = await hold(handle)
  handle.signal('SIGINT')
  expectRefused(await handle.result, nightly, 'cancelled', secrets())
  // Not by itself: the rows that it waits for are still held.
  expect(await db.inside('pidof pg_dump || true')).toBe('')
  release()
  await untilEmpty(sessions)
  await expectNothingLeft()
}, 120_000)

test('pg_dump is killed in the container: its exit code is told', async () => {
  const handle = start()
  const { release } = await hold(handle)
  await harbour().db.inside('kill -KILL $(pidof pg_dump)')
  release()
  const said = await refused(handle, 'dump-failed')
  expect(said).toContain('137')
  await expectNothingLeft()
}, 120_000)

test('the container is killed midway: what was lost is told, with the host', async () => {
  const handle = start()
  await hold(handle)
  await onHostOrFail('docker kill shop-db')
  const said = await refused(handle, 'dump-failed')
  expect(said).toContain('ended (exited, exit code 137) during the backup')
  await onHostOrFail('docker start shop-db')
  await untilReady(harbour().db)
  await expectNothingLeft()
}, 120_000)

test('a container that is stopped', async () => {
  await onHostOrFail('docker stop shop-db')
  before = await leftOn(harbour().host)
  const said = await refused(start(), 'database-unreachable')
  expect(said).toContain('it does not run (exited)')
  expect(said).toContain('no container runs there')
  await expectNothingLeft()
  await onHostOrFail('docker start shop-db')
  await untilReady(harbour().db)
}, 120_000)

test('a container without pg_dump is told, and the way around it', async () => {
  const bin = '/usr/lib/postgresql/17/bin'
  await harbour().db.inside(`mv ${bin}/pg_dump ${bin}/elsewhere`)
  before = await leftOn(harbour().host)
  const said = await refused(start(), 'client-missing')
  expect(said).toContain('There is no pg_dump in the container shop-db')
  expect(said).toContain('executable file not found')
  expect(said).toContain('through: ssh://user@host')
  await expectNothingLeft()
  await harbour().db.inside(`mv ${bin}/elsewhere ${bin}/pg_dump`)
}, 60_000)
