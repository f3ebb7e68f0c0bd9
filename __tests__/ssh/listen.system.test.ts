import { once } from 'node:events'
import { connect as connectTcp, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { connect } from '../../src/ssh/connect.ts'
import type { Connection } from '../../src/ssh/connection.ts'
import { openSocket } from '../../src/ssh/socket.ts'
import { freePort, startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd
let connection: Connection
let server: Server
let port: number
const never = new AbortController().signal
/** Callers of the server, which sends all that it is told in capitals once they have ended. */
const callers: Socket[] = []

beforeAll(async () => {
  sshd = await startSshd()
  server = createServer({ allowHalfOpen: true }, (socket) => {
    callers.push(socket.on('error', () => undefined))
    void text(socket).then(
      (said) => socket.end(said.toUpperCase()),
      () => undefined,
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  server.close()
  await stopAll()
})
beforeEach(async () => {
  connection = await connect(sshd.target())
  port = await freePort()
})
afterEach(() => connection.close())

const toServer = (signal: AbortSignal): Promise<Socket> =>
  openSocket('127.0.0.1', (server.address() as AddressInfo).port, signal)

const call = async (words: string, address = '127.0.0.1'): Promise<string> => {
  const socket = connectTcp({ port, host: address, allowHalfOpen: true })
  socket.end(words)
  return text(socket)
}

/** What a caller hears who is hung up on, politely or not. */
const heard = (words: string, address?: string): Promise<string> =>
  call(words, address).catch(() => '')

describe('a port of the host', () => {
  test('leads here until it is given back, both ways and for many at once', async () => {
    const giveBack = await connection.listen(port, toServer, never)
    const long = 'x'.repeat(3_000_000)
    const said = await Promise.all([call('one'), call('two'), call(long)])
    expect(said).toEqual(['ONE', 'TWO', long.toUpperCase()])
    await giveBack()
    await expect(call('three')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('may be had again', async () => {
    for (const word of ['one', 'two']) {
      const giveBack = await connection.listen(port, toServer, never)
      expect(await call(word)).toBe(word.toUpperCase())
      await giveBack()
    }
  })

  test('is hung up on when it is given back', async () => {
    const giveBack = await connection.listen(port, toServer, never)
    const before = callers.length
    const arrived = once(server, 'connection')
    const caller = connectTcp(port, '127.0.0.1')
    await arrived
    const closed = Promise.all([once(caller, 'close'), once(callers[before]!, 'close')])
    await giveBack()
    await closed
  })

  test('hangs up where its destination does not answer', async () => {
    const nobody = () => Promise.reject(new Error('nobody'))
    const giveBack = await connection.listen(port, nobody, never)
    expect(await heard('one')).toBe('')
    await giveBack()
  })

  test('is given back by the end of the connection', async () => {
    const giveBack = await connection.listen(port, toServer, never)
    await connection.close()
    await giveBack()
    await expect(call('one')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('that is taken is refused', async () => {
    const other = createServer()
    await once(other.listen(port, '127.0.0.1'), 'listening')
    const listening = connection.listen(port, toServer, never)
    await expect(listening).rejects.toMatchObject({ name: 'ForwardError', failure: 'unexplained' })
    other.close()
  })

  test.each(['AllowTcpForwarding no', 'AllowTcpForwarding local', 'PermitListen none'])(
    'is refused under %s',
    async (line) => {
      const strict = await startSshd([line])
      const one = await connect(strict.target())
      await expect(one.listen(port, toServer, never)).rejects.toMatchObject({
        name: 'ForwardError',
      })
      await one.close()
      await strict.stop()
    },
  )

  test('is for the host alone, also where sshd opens it to all (GatewayPorts)', async () => {
    const open = await startSshd(['GatewayPorts yes'])
    const one = await connect(open.target())
    const giveBack = await one.listen(port, toServer, never)
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')
    expect(outside).toBeDefined()
    const before = callers.length
    expect(await heard('stranger', outside!.address)).toBe('')
    expect(callers).toHaveLength(before)
    expect(await call('one')).toBe('ONE')
    await giveBack()
    await one.close()
    await open.stop()
  })

  test('is not waited for when that is cancelled', async () => {
    const stop = new AbortController()
    const listening = connection.listen(port, toServer, stop.signal)
    stop.abort(new Error('no more'))
    await expect(listening).rejects.toThrow('no more')
    const giveBack = await connection.listen(port, toServer, never)
    expect(await call('one')).toBe('ONE')
    await giveBack()
  })
})
