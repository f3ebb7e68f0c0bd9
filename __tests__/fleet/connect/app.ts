import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Probe } from '../../../src/host/probe.ts'

/** An app that answers, well or badly, by path. */
export interface App {
  readonly port: number
  readonly probe: (path: string, changes?: Partial<Probe>) => Probe
  readonly stop: () => Promise<void>
}

const moved = (location: string, status = 302): { status: number; location: string } => ({
  status,
  location,
})

/** `HOST` in a redirect is what the request had in its Host header, `PORT` the app's own port. */
const redirects = new Map(
  Object.entries({
    '/relative': moved('/up?from=relative'),
    '/relative/deeper': moved('../up'),
    '/permanent': moved('/up', 308),
    '/self': moved('http://HOST/up', 301),
    '/address': moved('http://127.0.0.1:PORT/up'),
    '/elsewhere': moved('http://localhost:PORT/echo'),
    '/closed': moved('http://127.0.0.1:1/'),
    '/secure': moved('https://shop.example.com/up', 301),
    '/mail': moved('mailto:root@example.com'),
    '/loop': moved('/loop'),
    '/nowhere': moved(''),
    '/chain': moved('/relative'),
  }),
)

const answer: RequestListener = (request, response) => {
  const path = request.url?.split('?')[0] ?? ''
  const redirect = redirects.get(path)
  if (redirect !== undefined) {
    const location = redirect.location
      .replace('HOST', request.headers.host ?? '')
      .replace('PORT', String(request.socket.localPort))
    response.writeHead(redirect.status, { location }).end('moved')
    return
  }
  if (path === '/up') response.end('ok')
  else if (path === '/echo') response.end(JSON.stringify([request.method, request.headers]))
  else if (path === '/down') response.writeHead(503, { 'x-reason': 'warming up' }).end('not yet')
  else if (path === '/big') response.end('0123456789'.repeat(10_000))
  else if (path === '/half') response.writeHead(200, { 'x-half': 'yes' }).write('half')
  else if (path === '/reset') request.socket.destroy()
  else if (path === '/garbage') request.socket.end('what?\r\n\r\n')
  else if (path !== '/slow') response.writeHead(404).end()
}

/** Starts the app on loopback. */
export const startApp = async (): Promise<App> => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    probe: (path, changes) => ({
      kind: 'probe',
      address: '127.0.0.1',
      port,
      path,
      hostHeader: `123456789012:${String(port)}`,
      timeoutMs: 5000,
      ...changes,
    }),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
