import { existsSync, statSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { Client } from 'pg'
import { growDatabase } from '../../../lab/kit/postgres-grow.ts'
import { startPostgres } from '../../../lab/kit/postgres.ts'
import { startWriter, writerRows, writerSum } from '../../../lab/kit/postgres-writer.ts'
import { serverForTests } from '../../support/fixture/server.ts'

const server = serverForTests({ major: 15, settings: { work_mem: '5MB' } })

const both = `SELECT count(*)::int AS rows, sum(amount)::int AS sum
  FROM (TABLE public.left_side UNION ALL TABLE public.right_side) t`

const login = async (password: string): Promise<void> => {
  const { port } = server()
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password })
  await client.connect()
  await client.end()
}

test('the password is asked over TCP, and checked', async () => {
  await login(server().password)
  await expect(login('wrong')).rejects.toThrow('password authentication failed')
}, 60_000)

test('settings are in force, and the server is not root', async () => {
  expect(await server().query('SELECT 1; SHOW work_mem')).toEqual([{ work_mem: '5MB' }])
  expect(statSync(server().dataFolder).uid).not.toBe(0)
}, 60_000)

test('a killed server recovers with what was committed', async () => {
  await server().query('CREATE TABLE kept AS SELECT 1 AS id; CHECKPOINT')
  await server().kill()
  await expect(server().query('SELECT 1')).rejects.toThrow()
  await server().restart()
  expect(await server().query('TABLE kept')).toEqual([{ id: 1 }])
}, 60_000)

test('a stopped server leaves nothing', async () => {
  const other = await startPostgres({ major: 15 })
  await other.stop()
  await other.stop()
  expect(existsSync(other.host)).toBe(false)
  await expect(other.query('SELECT 1')).rejects.toThrow()
}, 60_000)

test('a setting that the server refuses ends the start with its log', async () => {
  await expect(startPostgres({ major: 15, settings: { no_such_thing: 1 } })).rejects.toThrow(
    'unrecognized configuration parameter "no_such_thing"',
  )
}, 60_000)

test('the writer moves rows all the time, and in no snapshot one is lost', async () => {
  const writer = await startWriter(server(), 'postgres')
  const seen = new Set<string>()
  for (let round = 0; round < 30 || seen.size < 3; round += 1) {
    expect(await server().query(both)).toEqual([{ rows: writerRows, sum: writerSum }])
    const [left] = await server().query(
      'SELECT count(*) || sum(amount)::text AS now FROM left_side',
    )
    seen.add(String(left?.['now']))
  }
  expect(await writer.stop()).toBeGreaterThan(3)
}, 60_000)

test('a writer whose server goes away says so', async () => {
  const writer = await startWriter(server(), 'postgres')
  await server().kill()
  await expect(writer.stop()).rejects.toThrow()
  await server().restart()
}, 60_000)

test('a grown database has about the size that was asked for', async () => {
  const bytes = await growDatabase(server(), { database: 'large', megabytes: 40 })
  expect(bytes / 1048576).toBeGreaterThan(30)
  expect(bytes / 1048576).toBeLessThan(60)
}, 60_000)
