import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A TCP connection in the middle, which a test can cut, silence or refuse. */
export interface Relay {
  readonly port: number
  /** Callers so far. */
  readonly calls: () => number
  /** Callers that are connected now. */
  readonly open: () => number
  /** Cuts every connection. */
  readonly cut: () => void
  /** Passes nothing on any more, as a network that drops everything. */
  readonly silence: () => void
  readonly stop: () => Promise<void>
}

/** Waits until something is so; the test's own time limit ends it. */
export const until = async (isSo: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 1000 && !isSo(); turn += 1) await sleep(5)
}

/** Passes connections on to a port; the first `refuse` of them are closed at once. */
export const startRelay = async (to: number, refuse = 0): Promise<Relay> => {
  const sockets = new Set<Socket>()
  const state = { calls: 0, open: 0 }
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    state.calls += 1
    if (state.calls <= refuse) {
      near.destroy()
      return
    }
    state.open += 1
    const far = connect(to, '127.0.0.1')
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => {
      state.open -= 1
      far.destroy()
    })
    far.on('close', () => near.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: (server.address() as AddressInfo).port,
    calls: () => state.calls,
    open: () => state.open,
    cut,
    silence: () => sockets.forEach((socket) => socket.unpipe().pause()),
    stop: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
