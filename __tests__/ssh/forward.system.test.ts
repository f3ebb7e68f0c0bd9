import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { ForwardError } from '../../src/ssh/channel-error.ts'
import { connect } from '../../src/ssh/connect.ts'
import type { Connection } from '../../src/ssh/connection.ts'
import { freePort, startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd
let connection: Connection
const never = new AbortController().signal

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)
beforeEach(async () => {
  connection = await connect(sshd.target())
})
afterEach(() => connection.close())

describe('a forward', () => {
  let server: Server
  const path = (): string => join(sshd.folder, 'socket')
  const hello = 'GET / HTTP/1.0\r\n\r\n'
  beforeAll(() => {
    server = createServer((_request, response) => response.end('hello'))
  })
  afterEach(async () => {
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  })

  test('reaches a unix socket', async () => {
    await once(server.listen(path()), 'listening')
    const stream = await connection.forwardUnix(path(), never)
    stream.end(hello)
    expect(await text(stream)).toMatch(/hello$/)
    rmSync(path(), { force: true })
  })

  test('reaches an address', async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const stream = await connection.forwardTcp(
      '127.0.0.1',
      (server.address() as AddressInfo).port,
      never,
    )
    stream.end(hello)
    expect(await text(stream)).toMatch(/hello$/)
  })

  const failureOf = async (forward: Promise<unknown>): Promise<string> => {
    const error: unknown = await forward.then(
      () => 'it was opened',
      (reason: unknown) => reason,
    )
    return error instanceof ForwardError ? `${error.failure}: ${error.detail}` : String(error)
  }

  test('to a socket that is not there is not explained by sshd', async () => {
    const forward = connection.forwardUnix('/nonexistent', never)
    expect(await failureOf(forward)).toBe('unexplained: open failed')
  })
  test('to a closed port was refused', async () => {
    const forward = connection.forwardTcp('127.0.0.1', await freePort(), never)
    expect(await failureOf(forward)).toBe('refused: Connection refused')
  })
  test('to a name that is none finds no way', async () => {
    const forward = connection.forwardTcp('no-such-host.invalid', 80, never)
    expect(await failureOf(forward)).toMatch(/^unreachable: /)
  })
  test('is forbidden by AllowTcpForwarding no', async () => {
    const strict = await startSshd(['AllowTcpForwarding no'])
    const one = await connect(strict.target())
    expect(await failureOf(one.forwardTcp('127.0.0.1', 80, never))).toMatch(/^forbidden: /)
    await one.close()
    await strict.stop()
  })
  test('is given up when it is cancelled', async () => {
    const stop = new AbortController()
    const forward = connection.forwardTcp('127.0.0.1', sshd.port, stop.signal)
    stop.abort(new Error('no more'))
    await expect(forward).rejects.toThrow('no more')
  })
})
