import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../../../../lab/kit/runner.ts'
import type { StepResult } from '../../../../lab/kit/step.ts'
import { serverForTests } from '../../../support/fixture/server.ts'

const server = serverForTests({ major: 15 })
let workspace: string

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'seaworthy-operate-'))
  await server().query('CREATE DATABASE shop')
  await server().query('CREATE TABLE orders (id int)', 'shop')
}, 60_000)
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

const operate = (inputs: Readonly<Record<string, string>>): Promise<StepResult> =>
  runAction('operate', {
    workspace,
    inputs: { 'database-url': server().urlOf('shop'), ...inputs },
    env: {},
  }).result

interface Seen {
  readonly pid: number
  readonly state: string
  readonly blockedBy: readonly number[]
  readonly statement: string
}

const sessions = async (longerThan: string): Promise<{ all: readonly Seen[]; log: string }> => {
  const result = await operate({ command: 'sessions', 'longer-than': longerThan })
  expect(result.exitCode).toBe(0)
  expect(result.log + result.summary).not.toContain(server().password)
  return { all: JSON.parse(result.outputs['result'] ?? '') as Seen[], log: result.log }
}

const pidOf = async (client: Awaited<ReturnType<ReturnType<typeof server>['connect']>>) => {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]!.pid
}

describe('what a database is busy with', () => {
  test('shows who blocks and who waits, however short, and no data', async () => {
    const [holder, waiter] = [await server().connect('shop'), await server().connect('shop')]
    const pids = [await pidOf(holder), await pidOf(waiter)]
    await holder.query('BEGIN')
    await holder.query(`LOCK TABLE public.orders`)
    const waiting = waiter.query(`SELECT count(*) FROM public.orders WHERE 'hush-hush' <> 'x'`)
    try {
      const { all, log } = await sessions('1h')
      expect(all.map(({ pid }) => pid).sort()).toEqual(pids.toSorted())
      const seen = all.find(({ pid }) => pid === pids[1])
      expect(seen).toMatchObject({ state: 'active', blockedBy: [pids[0]] })
      expect(seen?.statement).toBe('SELECT count(*) FROM public.orders WHERE ? <> ?')
      expect(log).not.toContain('hush-hush')
    } finally {
      await holder.query('ROLLBACK')
      await waiting
      await Promise.all([holder.end(), waiter.end()])
    }
  }, 60_000)

  test('is told to be nothing where nothing runs for long', async () => {
    const { all, log } = await sessions('1h')
    expect(all).toEqual([])
    expect(log).toContain('nothing runs for long')
  }, 60_000)
})

describe('a statement that is cancelled', () => {
  test('ends, and its session goes on', async () => {
    const client = await server().connect('shop')
    const pid = await pidOf(client)
    const sleeping = client.query('SELECT pg_sleep(600)')
    const ended = expect(sleeping).rejects.toMatchObject({ code: '57014' })
    const result = await operate({ command: 'cancel-query', pid: String(pid) })
    await ended
    expect([result.exitCode, result.outputs['result']]).toEqual([0, `{"cancelled":${pid}}`])
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  }, 60_000)

  test('must be one that runs in this database', async () => {
    const client = await server().connect('shop')
    const other = await server().connect('postgres')
    const sleeping = other.query('SELECT pg_sleep(600)').catch((error: unknown) => error)
    try {
      for (const one of [client, other]) {
        const pid = one === client ? await pidOf(client) : 0
        const given =
          one === client
            ? pid
            : Number(
                (
                  await server().query(
                    `SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND datname = 'postgres'`,
                  )
                )[0]!['pid'],
              )
        const result = await operate({ command: 'cancel-query', pid: String(given) })
        expect(result.exitCode).toBe(1)
        expect(result.annotations[0]?.message).toContain('runs in this database')
      }
    } finally {
      await server().query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`,
      )
      await sleeping
      await Promise.all([client.end(), other.end()])
    }
  }, 60_000)

  test('may not be refused in silence: a role without the right is told so', async () => {
    await server().query('CREATE ROLE watcher LOGIN PASSWORD $$w4tch$$')
    const client = await server().connect('shop')
    const pid = await pidOf(client)
    const sleeping = client.query('SELECT pg_sleep(600)').catch((error: unknown) => error)
    const url = new URL(server().urlOf('shop'))
    url.username = 'watcher'
    url.password = 'w4tch'
    const result = await operate({
      command: 'cancel-query',
      pid: String(pid),
      'database-url': url.href,
    })
    await server().query(`SELECT pg_cancel_backend(${pid})`)
    await sleeping
    await client.end()
    expect(result.exitCode).toBe(1)
    expect(result.annotations[0]?.message).toMatch(
      /The statement of process \d+ can't be cancelled: .*(?:permission|member|superuser)/,
    )
    expect(result.log).not.toContain('w4tch')
  }, 60_000)
})

test.each([
  [{ command: 'cancel-query' }, 'Input pid is missing.'],
  [{ command: 'cancel-query', pid: '-1' }, 'Input pid must be a process id'],
  [{ command: 'sessions', 'database-url': 'mysql://x' }, 'Input database-url is wrong'],
])('%j is refused', async (inputs, says) => {
  const result = await operate(inputs)
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain(says)
})
