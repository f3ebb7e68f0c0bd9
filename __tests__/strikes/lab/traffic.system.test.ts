import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { keepSockets, type Sockets } from './socket-client.ts'

const open = new Set<Socket>()
let server: Server | undefined
let sockets: Sockets | undefined

afterEach(async () => {
  await sockets?.stop()
  open.forEach((socket) => socket.destroy())
  server?.close()
})

const hello =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

/** Answers `opens` WebSockets, each with one message, and ends it; then refuses with 503. */
const serve = async (opens: number): Promise<number> => {
  let left = opens
  server = createServer((_request, response) => response.writeHead(500).end())
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('upgrade', (_request, socket: Socket) => {
    left -= 1
    if (left < 0) socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n')
    else socket.write(hello)
    socket.once('data', () => socket.end(Buffer.from([0x81, 4, ...Buffer.from('ahoy')])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 2000 && !isSo(); turn += 1) await sleep(5)
}

test('a WebSocket that was ended is opened again at once; one that does not open is a failure', async () => {
  sockets = keepSockets(['127.0.0.1'], 'shop.lab', await serve(3))
  await until(() => (sockets?.soFar().failed.length ?? 0) > 0)
  const { opened, echoes, failed } = sockets.soFar()
  expect([opened, echoes]).toEqual([3, 3])
  expect(failed[0]).toMatchObject({ address: '127.0.0.1', why: '503' })
})

test('nobody who listens is a failure; stopping ends all of it', async () => {
  const port = await serve(0)
  server?.close()
  sockets = keepSockets(['127.0.0.1'], 'shop.lab', port)
  await until(() => (sockets?.soFar().failed.length ?? 0) > 0)
  await sockets.stop()
  expect(sockets.soFar().failed[0]?.why).toContain('ECONNREFUSED')
})
