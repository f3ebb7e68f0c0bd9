import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { provideClient } from '../../../src/postgres/client/provide.ts'
import type { Database } from '../../../src/postgres/database.ts'
import type { Address } from '../../../src/postgres/reach/address.ts'
import { reachInContainer } from '../../../src/postgres/reach/container.ts'
import { parseDatabaseUrl } from '../../../src/postgres/reach/parse-url.ts'
import { reachThroughTunnel } from '../../../src/postgres/reach/tunnel.ts'
import { connect } from '../../../src/ssh/connect.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { startSshd, stopAll } from '../../ssh/sshd.ts'
import type { Sshd } from '../../ssh/sshd.ts'
import { startTcpServer } from './reach-server.ts'
import type { TcpServer } from './reach-server.ts'

const never = new AbortController().signal
const env = { PATH: '/usr/bin:/bin' }
const here = {
  env,
  client: (major: number, signal: AbortSignal) =>
    provideClient(major, { env, install: undefined }, signal),
}
const bin = '/usr/lib/postgresql/15/bin'

let server: TcpServer
let sshd: Sshd
let connection: Connection
beforeAll(async () => {
  server = await startTcpServer(true)
  sshd = await startSshd([`SetEnv HOME=FOLDER PATH=FOLDER/bin:${bin}:/usr/bin:/bin`])
  connection = await connect(sshd.target({ compress: true }))
}, 120_000)
afterAll(async () => {
  await connection.close()
  await stopAll()
  server.stop()
})

const address = (text: string): Address => {
  const parsed = parseDatabaseUrl(text)
  if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'))
  return parsed.address
}

const at = (host: string, query = '') =>
  address(`postgres://shop:s3cr3t!@${host}:${server.port}/shop${query}`)

const usesTls = async (database: Database): Promise<unknown> => {
  const session = await database.session(never)
  const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
  const [row] = await session.query(sql)
  await session.close()
  return row?.['ssl']
}

const dump = async (database: Database, signal = never) => {
  const client = await database.client(15, signal)
  const running = client.run('pg_dump', ['-Fp', '-t', 'big'], signal)
  await once(running.stdout, 'readable')
  return running
}

describe('through a tunnel', () => {
  const verified = () => `?sslmode=verify-full&sslrootcert=${server.authority}`
  test.each(['localhost', '127.0.0.1'])('TLS checks the real name: %s', async (host) => {
    const database = reachThroughTunnel(at(host, verified()), connection, here)
    const right = host === 'localhost'
    const seen = await usesTls(database).catch((error: unknown) => error)
    const client = await database.client(15, never)
    const { stdout, ended } = client.run('pg_dump', ['-Fp', '-t', 'big'], never)
    const { length } = await buffer(stdout)
    const { code, stderr } = await ended
    expect({ seen, code }).toMatchObject(
      right ? { seen: true, code: 0 } : { seen: { code: 'database-unreachable' }, code: 1 },
    )
    if (right) expect(length).toBeGreaterThan(60_000 * 1200)
    else expect(stderr).toContain('does not match host name')
    await database.close()
  })
  test('a unix socket of the host is reached as well', async () => {
    const folder = encodeURIComponent(server.folder)
    const database = reachThroughTunnel(at(folder), connection, here)
    expect(await usesTls(database)).toBe(false)
    const { stdout, ended } = await dump(database)
    expect((await buffer(stdout)).length).toBeGreaterThan(60_000 * 1200)
    expect(await ended).toEqual({ code: 0, stderr: '' })
    await database.close()
  })
  test('a wrong port is named, with the host that looked', async () => {
    const wrong = address('postgres://shop:s3cr3t!@127.0.0.1:1/shop')
    await expect(reachThroughTunnel(wrong, connection, here).session(never)).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.stringMatching(/127.0.0.1:1 cannot be reached from h1: nothing listens/),
    })
  })
  test('a tunnel that is cut fails the session and the dump', async () => {
    const own = await connect(sshd.target())
    const database = reachThroughTunnel(at('localhost'), own, here)
    const session = await database.session(never)
    const { stdout, ended } = await dump(database)
    const asleep = session.query('SELECT pg_sleep(60)').catch((error: unknown) => error)
    await own.close()
    expect(await asleep).toBeInstanceOf(Error)
    await buffer(stdout)
    expect(await ended).toMatchObject({ code: 1 })
    await session.close()
    await database.close()
  })
})

/** Stands for Docker: the one container `shop-db` is this machine itself. */
const fakeDocker = () => {
  const inspected = JSON.stringify([
    {
      State: { Running: true, Status: 'running' },
      NetworkSettings: { Networks: { kamal: { IPAddress: '127.0.0.1' } } },
      Config: { Env: ['POSTGRES_USER=shop', 'POSTGRES_PASSWORD=s3cr3t!', 'POSTGRES_DB=shop'] },
    },
  ])
  return `#!/bin/sh
echo "$*" >>"$HOME/calls"
case "$1 $*" in
  inspect*shop-db) echo '${inspected}' ;;
  inspect*) echo 'Error: No such container' >&2; exit 1 ;;
  ps*) echo shop-db ;;
  exec*)
    shift
    while [ "$1" = -e ]; do shift 2; done
    [ "$1" = shop-db ] || exit 125
    shift
    exec "$@" ;;
esac
`
}

describe('in a container', () => {
  beforeAll(() => {
    mkdirSync(join(sshd.folder, 'bin'))
    writeFileSync(join(sshd.folder, 'bin/docker'), fakeDocker())
    chmodSync(join(sshd.folder, 'bin/docker'), 0o755)
  })
  // The official image's port is 5432; here it is whatever was free.
  const given = () => address(`postgres://:${server.port}`)
  const database = () => reachInContainer(given(), 'shop-db', connection, never)

  test('its own variables say how to log in, and its own programs run', async () => {
    const shop = await database()
    expect(shop.label).toBe('shop in shop-db on h1')
    expect(await usesTls(shop)).toBe(true)
    const client = await shop.client(15, never)
    expect(client.major).toBe(15)
    const { stdout, ended } = await dump(shop)
    expect((await buffer(stdout)).length).toBeGreaterThan(60_000 * 1200)
    expect(await ended).toEqual({ code: 0, stderr: '' })
  })
  test('a failing program ends its output, and says why', async () => {
    const client = await (await database()).client(15, never)
    const { stdout, ended } = client.run('pg_dump', ['-t', 'nothing'], never)
    expect(await buffer(stdout)).toHaveLength(0)
    expect(await ended).toEqual({ code: 1, stderr: expect.stringContaining('no matching tables') })
  })
  test('an aborted program is ended over there', async () => {
    const stop = new AbortController()
    const { stdout, ended } = await dump(await database(), stop.signal)
    stop.abort(new Error('enough'))
    expect(await ended).toMatchObject({ code: null, stderr: expect.stringContaining('enough') })
    expect(stdout.destroyed).toBe(true)
  })
  test('a lost connection destroys its output', async () => {
    const own = await connect(sshd.target())
    const shop = await reachInContainer(given(), 'shop-db', own, never)
    const { stdout, ended } = await dump(shop)
    const failed = buffer(stdout).catch((error: unknown) => error)
    await own.close()
    expect(await failed).toMatchObject({ code: 'host-lost' })
    expect((await ended).code).toBeNull()
  })
  test('a container that is not there is named, with those that are', async () => {
    await expect(reachInContainer(undefined, 'nothing', connection, never)).rejects.toMatchObject({
      code: 'database-unreachable',
      message: "The container nothing on h1 can't be used: there is no such container.",
      evidence: ['running there: shop-db'],
    })
  })
})
