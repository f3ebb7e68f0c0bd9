import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { delayPort, type DelayedPort } from '../../lab/kit/delay.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const serve = async (onConnection: (socket: Socket) => void): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  return server
}

const through = async (server: Server, ms: number): Promise<DelayedPort> => {
  const { port } = server.address() as AddressInfo
  const listen = { host: '127.0.0.1', port: 0 }
  const delayed = await delayPort({ listen, to: { host: '127.0.0.1', port }, ms })
  cleanups.push(delayed.close)
  return delayed
}

const said = async (socket: Socket): Promise<string> => {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

test('an answer takes a delay each way, never less', async () => {
  const server = await serve((socket) => socket.pipe(socket))
  const { address } = await through(server, 40)
  const begun = performance.now()
  const client = connect(address)
  client.end('ahoy')
  expect(await said(client)).toBe('ahoy')
  // Timers may fire a millisecond early.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(78)
})

test('much data arrives whole and in order, however slow the reader is', async () => {
  const server = await serve((socket) => socket.pipe(socket))
  const { address } = await through(server, 5)
  const client = connect(address)
  const lines = Array.from({ length: 200_000 }, (_, index) => `line ${index}\n`).join('')
  client.end(lines)
  expect(await said(client)).toBe(lines)
})

test('nobody who listens shows as a lost connection, not as silence', async () => {
  const server = await serve(() => undefined)
  const { address } = await through(server, 5)
  server.close()
  const client = connect(address)
  const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
})

test('closing it ends the connections through it', async () => {
  const server = await serve((socket) => socket.resume())
  const delayed = await through(server, 5)
  const client = connect(delayed.address)
  await once(client, 'connect')
  await delayed.close()
  await once(client, 'close')
  expect(client.destroyed).toBe(true)
})
