import { once } from 'node:events'
import { connect as connectTcp, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connect } from '../../src/ssh/connect.ts'
import { connects, failure, known } from './attempt.ts'
import { startRelay } from './relay.ts'
import { freePort, startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)

const me = userInfo().username

describe('a host that cannot be reached', () => {
  test('for want of a name', async () => {
    const error = await failure(sshd.target({ host: 'no-such-host.invalid' }))
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toMatch(/^h1 \(no-such-host\.invalid:\d+\) cannot be reached: /)
  })

  test('because nothing listens', async () => {
    const error = await failure(sshd.target({ port: await freePort() }))
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toContain('connection refused')
  })

  test('because it says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const error = await failure(sshd.target({ port }), { connectTimeoutMs: 150 })
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toContain('no login after 0.15 s')
    silent.close()
  })

  test('because something else than SSH answers', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    )
    await once(web, 'listening')
    const { port } = web.address() as AddressInfo
    const error = await failure(sshd.target({ port }))
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toContain('ended before the SSH handshake, 4 times')
    web.close()
  })

  test.each([
    ['key exchange algorithm', ['KexAlgorithms diffie-hellman-group14-sha1']],
    ['C->S cipher', ['Ciphers aes256-cbc']],
    ['C->S MAC', ['Ciphers aes256-ctr', 'MACs hmac-sha1,hmac-sha1-etm@openssh.com']],
  ])('because it has no %s that is safe', async (what, settings) => {
    const old = await startSshd(settings)
    const error = await failure(old.target())
    await old.stop()
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toContain(`it offers no ${what} that is considered safe`)
  })

  test('because the run was cancelled', async () => {
    const stop = new AbortController()
    const error = failure(sshd.target(), {}, stop.signal)
    stop.abort()
    expect((await error).code).toBe('cancelled')
    expect((await failure(sshd.target(), {}, stop.signal)).code).toBe('cancelled')
  })
})

describe('a server that hangs up at once', () => {
  test('is asked again', async () => {
    const relay = await startRelay(sshd.port, 2)
    const key = sshd.knownLine.replace(/^\S+ /, '')
    const target = sshd.target({ port: relay.port, ...known(`127.0.0.1 ${key}`) })
    expect(await connects(target)).toBe(true)
    expect(relay.calls()).toBe(3)
    await relay.stop()
  })

  test('is asked four times, then the reason is given', async () => {
    const relay = await startRelay(sshd.port, 9)
    const error = await failure(sshd.target({ port: relay.port }))
    expect(error.code).toBe('host-unreachable')
    expect(error.hint).toContain('MaxStartups')
    expect(relay.calls()).toBe(4)
    await relay.stop()
  })

  test('because it has too many callers lets us in when one has gone', async () => {
    const busy = await startSshd(['MaxStartups 1:100:1'])
    const caller = connectTcp(busy.port, '127.0.0.1')
    await once(caller, 'data')
    setTimeout(() => caller.destroy(), 100)
    expect(await connects(busy.target())).toBe(true)
    await busy.stop()
  })
})

describe('a jump host', () => {
  const jump = (port: number) => ({ jump: { host: '127.0.0.1', port, user: me } })

  test('leads to a host', async () => {
    const inner = await startSshd()
    const keys = [sshd.key, inner.key]
    const target = inner.target({
      ...jump(sshd.port),
      ...known(sshd.knownLine, inner.knownLine),
      keys,
    })
    const connection = await connect(target)
    const limits = { stdoutBytes: 10, stderrBytes: 10 }
    const { stdout } = await connection.exec('echo here', limits, new AbortController().signal)
    expect(stdout.toString()).toBe('here\n')
    sshd.killSessions()
    expect((await connection.lost).code).toBe('host-lost')
    await connection.close()
    await inner.stop()
  })

  test('has its own key checked', async () => {
    const error = await failure(sshd.target({ ...jump(sshd.port), ...known() }))
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toContain('the jump host of h1')
  })

  test('that cannot connect to the host says why', async () => {
    const target = sshd.target({ ...jump(sshd.port), port: await freePort() })
    const error = await failure(target)
    expect(error.code).toBe('host-unreachable')
    expect(error.message).toContain('127.0.0.1 did not connect to it (Connection refused)')
  })
})
