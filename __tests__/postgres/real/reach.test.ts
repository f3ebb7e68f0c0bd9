import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { provideClient } from '../../../src/postgres/client/provide.ts'
import type { Database } from '../../../src/postgres/database.ts'
import { reachDirect } from '../../../src/postgres/reach/direct.ts'
import { parseDatabaseUrl } from '../../../src/postgres/reach/parse-url.ts'
import { startTcpServer } from './reach-server.ts'
import type { TcpServer } from './reach-server.ts'

const never = new AbortController().signal
const env = { PATH: '/usr/bin:/bin' }
const here = {
  env,
  client: (major: number, signal: AbortSignal) =>
    provideClient(major, { env, install: undefined }, signal),
}

let plain: TcpServer
let tls: TcpServer
beforeAll(async () => {
  plain = await startTcpServer(false)
  tls = await startTcpServer(true)
}, 120_000)
afterAll(() => {
  plain.stop()
  tls.stop()
})

const at = (url: string): Database => {
  const parsed = parseDatabaseUrl(url)
  if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'))
  return reachDirect(parsed.address, here)
}

const url = (server: TcpServer, rest = '/shop', login = 'shop:s3cr3t!', host = '127.0.0.1') =>
  `postgres://${login}@${host}:${server.port}${rest}`

const outcome = async (database: Database): Promise<unknown> => {
  const session = await database.session(never)
  const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
  const [row] = await session.query(sql)
  await session.close()
  return row?.['ssl']
}

const failure = async (text: string): Promise<SeaworthyError> => {
  const error: unknown = await outcome(at(text)).catch((reason: unknown) => reason)
  if (!(error instanceof SeaworthyError)) throw new Error('it logged in', { cause: error })
  expect(JSON.stringify([error.message, error.hint, error.evidence])).not.toContain('s3cr3t')
  return error
}

describe('a session', () => {
  test('goes by TCP and by a unix socket', async () => {
    expect(await outcome(at(url(plain)))).toBe(false)
    const socket = encodeURIComponent(plain.folder)
    expect(await outcome(at(url(plain, '/shop', 'shop:s3cr3t!', socket)))).toBe(false)
  })
  test('gives what JavaScript would round as text, and the rows of the last statement', async () => {
    const session = await at(url(plain)).session(never)
    expect(await session.query('SELECT 1; SELECT 2 AS two')).toEqual([{ two: 2 }])
    const sql =
      "SELECT 9007199254740993 AS a, 1.10 AS b, 0.1::float8 AS c, '2026-01-01'::date AS d, true AS e, '{x,y}'::text[] AS f, $1::text AS g"
    expect(await session.query(sql, ['v'])).toEqual([
      ...[
        {
          a: '9007199254740993',
          b: '1.10',
          c: '0.1',
          d: '2026-01-01',
          e: true,
          f: ['x', 'y'],
          g: 'v',
        },
      ],
    ])
    await expect(session.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' })
    expect(await session.query("SELECT current_setting('application_name') AS name")).toEqual([
      { name: 'seaworthy' },
    ])
    await session.close()
    await session.close()
  })
  test('is destroyed when its signal is aborted', async () => {
    const stop = new AbortController()
    const session = await at(url(plain)).session(stop.signal)
    const asleep = session.query('SELECT pg_sleep(60)')
    const reason = new Error('enough')
    stop.abort(reason)
    await expect(asleep).rejects.toBe(reason)
    await expect(session.query('SELECT 1')).rejects.toBe(reason)
    await session.close()
  })
})

describe('TLS', () => {
  const withCa = (mode: string) => `/shop?sslmode=${mode}&sslrootcert=${tls.authority}`
  test('is used where the server has it, unless it is disabled', async () => {
    expect(await outcome(at(url(tls)))).toBe(true)
    expect(await outcome(at(url(tls, '/shop?sslmode=disable')))).toBe(false)
    expect(await outcome(at(url(tls, '/shop?sslmode=require')))).toBe(true)
  })
  test('is verified as asked', async () => {
    expect(await outcome(at(url(tls, withCa('verify-ca'))))).toBe(true)
    expect(await outcome(at(url(tls, withCa('verify-full'), 'shop:s3cr3t!', 'localhost')))).toBe(
      true,
    )
    expect(await failure(url(tls, withCa('verify-full')))).toMatchObject({
      code: 'database-unreachable',
      message: expect.stringContaining("its certificate is not for this host's name"),
    })
    const unknown = await failure(url(tls, '/shop?sslmode=verify-ca&sslrootcert=system'))
    expect(unknown).toMatchObject({
      code: 'database-unreachable',
      message: expect.stringContaining('not signed by an authority'),
    })
  })
  test('is missed where it is required', async () => {
    expect(await failure(url(plain, '/shop?sslmode=require'))).toMatchObject({
      code: 'database-unreachable',
      message: expect.stringContaining('it does not speak TLS'),
    })
    expect(await failure(url(tls, '/shop?sslmode=disable', 'only_tls:s3cr3t!'))).toMatchObject({
      code: 'database-login-refused',
    })
  })
})

describe('a login that is refused', () => {
  test.each([
    ['a wrong password', '/shop', 'shop:s3cr3t', /password is wrong/],
    ['no password', '/shop', 'shop', /none was given/],
    ['a missing database', '/nothing', 'shop:s3cr3t!', /no such database/],
    ['a role that may not come', '/shop', 'banned:s3cr3t!', /pg_hba.conf does not let/],
  ])('%s', async (_, rest, login, message) => {
    const error = await failure(url(plain, rest, login))
    expect(error.code).toBe('database-login-refused')
    expect(error.message).toMatch(message)
    expect(error.evidence).toHaveLength(1)
    expect(error.hint).toBeDefined()
  })
  test.each([
    [
      'a wrong port',
      'postgres://shop:s3cr3t!@127.0.0.1:1/shop',
      /127.0.0.1:1 .*connection refused/,
    ],
    ['a wrong name', 'postgres://shop:s3cr3t!@no.such.host.invalid/shop', /name is not known/],
    ['a wrong folder', 'postgres://shop:s3cr3t!@%2Fnowhere/shop', /no such socket/],
  ])('%s', async (_, text, message) => {
    const error = await failure(text)
    expect(error.code).toBe('database-unreachable')
    expect(error.message).toMatch(message)
  })
})

describe('a program', () => {
  test('dumps, with no secret among its arguments and nothing inherited', async () => {
    const client = await at(url(tls)).client(15, never)
    const { stdout, ended } = client.run('pg_dump', ['-Fp', '-t', 'big'], never)
    await once(stdout, 'readable')
    const ours = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
    const commands = ours.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    expect(commands).toContainEqual(expect.stringMatching(/pg_dump\0--no-password\0-Fp\0-t\0big/))
    expect(commands.join()).not.toContain('s3cr3t')
    expect((await buffer(stdout)).length).toBeGreaterThan(60_000 * 1200)
    expect(await ended).toEqual({ code: 0, stderr: '' })
  })
  test('says why it failed', async () => {
    const client = await at(url(plain)).client(15, never)
    const { stdout, ended } = client.run('pg_dump', ['-t', 'nothing'], never)
    expect(await buffer(stdout)).toHaveLength(0)
    expect(await ended).toEqual({ code: 1, stderr: expect.stringContaining('no matching tables') })
  })
  test('ends when it is aborted', async () => {
    const client = await at(url(plain)).client(15, never)
    const stop = new AbortController()
    const { stdout, ended } = client.run('pg_dump', ['-t', 'big'], stop.signal)
    await once(stdout, 'readable')
    stop.abort()
    expect((await ended).code).not.toBe(0)
    expect(stdout.destroyed).toBe(true)
  })
  test('of a newer server is missing', async () => {
    await expect(at(url(plain)).client(99, never)).rejects.toMatchObject({ code: 'client-missing' })
  })
})
