import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { EventEmitter, once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { delayPort, type After, type DelayedPort } from '../../lab/kit/delay.ts'

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

const through = async (server: Server, ms: number, after?: After): Promise<DelayedPort> => {
  const { port } = server.address() as AddressInfo
  const listen = { host: '127.0.0.1', port: 0 }
  const delayed = await delayPort({
    listen,
    to: { host: '127.0.0.1', port },
    ms,
    ...(after && { after }),
  })
  cleanups.push(delayed.close)
  return delayed
}

const said = async (socket: Socket): Promise<string> => {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

interface Wait {
  readonly ms: number
  readonly end: () => void
}

test('what is said waits its time on the way there, the answer on the way back', async () => {
  const waits = new EventEmitter<{ wait: [Wait] }>()
  const heard: string[] = []
  const server = await serve((socket) => {
    socket.on('data', (chunk) => {
      heard.push(String(chunk))
      socket.write('aye')
    })
  })
  const { address } = await through(server, 40, (ms, end) => void waits.emit('wait', { ms, end }))
  const client = connect(address)
  const asked = once(waits, 'wait')
  client.write('ahoy')
  const [there] = (await asked) as [Wait]
  expect([there.ms, heard]).toEqual([40, []])
  const answered = once(waits, 'wait')
  there.end()
  const [back] = (await answered) as [Wait]
  expect([back.ms, heard, client.bytesRead]).toEqual([40, ['ahoy'], 0])
  const arrived = once(client, 'data')
  back.end()
  expect(String(await arrived)).toBe('aye')
  client.destroy()
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
