import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { join } from '../../base/join.ts'

/** A port of this machine that leads elsewhere. */
export interface Detour {
  readonly port: number
  /** Hangs up everything that goes through it, and listens no more. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1 only; each connection gets a way of its own. */
export const openDetour = async (
  open: (signal: AbortSignal) => Promise<Duplex>,
): Promise<Detour> => {
  const life = new AbortController()
  const near = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    near.add(socket)
    socket.on('close', () => near.delete(socket)).on('error', () => undefined)
    open(life.signal).then(
      (far) => join(socket, far),
      () => socket.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    close: async () => {
      life.abort(new Error('the tunnel was closed'))
      for (const socket of near) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
