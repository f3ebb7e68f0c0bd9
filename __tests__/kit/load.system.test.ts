import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { startLoad } from '../../lab/kit/load.ts'

const servers: Server[] = []
afterEach(() =>
  servers.splice(0).forEach((server) => {
    server.close()
    server.closeAllConnections()
  }),
)

const serve = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const load = (port: number, maxRequests: number, timeoutMs = 35_000) =>
  startLoad({
    addresses: ['127.0.0.1'],
    port,
    host: 'shop.lab',
    rate: 500,
    connections: 3,
    maxRequests,
    timeoutMs,
  })

test('answers are counted by version, over connections that are kept', async () => {
  let asked = 0
  const sockets = new Set<unknown>()
  const hosts = new Set<string | undefined>()
  const port = await serve((request, response) => {
    asked += 1
    sockets.add(request.socket)
    hosts.add(request.headers.host)
    response.setHeader('x-app-version', asked <= 20 ? 'v1' : 'v2').end('{}')
  })
  const running = load(port, 50)
  await running.waitForVersion('v2', 30)
  expect(await running.stop()).toEqual({
    sent: 50,
    ok: 50,
    failed: [],
    versions: new Map([
      ['v1', 20],
      ['v2', 30],
    ]),
  })
  expect(sockets.size).toBeLessThanOrEqual(3)
  expect([...hosts]).toEqual(['shop.lab'])
})

test('bad answers, resets and silence are failures', async () => {
  let asked = 0
  const port = await serve((request, response) => {
    asked += 1
    if (asked === 2) response.writeHead(502).end()
    else if (asked === 3) request.socket.destroy()
    else if (asked === 4) return
    else if (asked === 5) response.writeHead(200, { 'content-length': '9' }).write('half')
    else response.end()
    if (asked === 5) setTimeout(() => request.socket.destroy(), 10)
  })
  const running = load(port, 6, 500)
  await running.waitForVersion('(none)', 2)
  const { sent, ok, failed } = await running.stop()
  expect({ sent, ok }).toEqual({ sent: 6, ok: 2 })
  expect(failed.map(({ kind }) => kind).toSorted()).toEqual(['reset', 'reset', 'status', 'timeout'])
})

test('a server that is not there refuses', async () => {
  const port = await serve(() => undefined)
  await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
  const running = load(port, 3)
  await expect(running.waitForVersion('v1', 1, 200)).rejects.toThrow('1 answers of v1 did not come')
  const { failed } = await running.stop()
  expect(failed.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused'])
})
