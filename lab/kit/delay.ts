import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

export interface DelayOptions {
  readonly listen: Address
  readonly to: Address
  /** Milliseconds that every byte takes, in each direction: half a round trip. */
  readonly ms: number
  /** Has something happen after so many milliseconds; a timer unless told. */
  readonly after?: After
}

export type After = (ms: number, happens: () => void) => void

export interface DelayedPort {
  /** Where it listens; the port is a free one when none was asked for. */
  readonly address: Address
  /** Ends every connection through it. */
  readonly close: () => Promise<void>
}

/**
 * Passes on what comes, late and in order: timers of one length fire as they were set. Pauses
 * the sender when the receiver does not keep up.
 */
const passOn = (from: Socket, to: Socket, late: (happens: () => void) => void): void => {
  from.on('data', (chunk) =>
    late(() => {
      if (to.destroyed || to.write(chunk)) return
      from.pause()
      to.once('drain', () => from.resume())
    }),
  )
  from.on('end', () => late(() => to.end()))
  // A reset is passed on as one.
  from.on('error', () => late(() => to.resetAndDestroy()))
}

const listening = (server: Server, { host, port }: Address): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const timer: After = (ms, happens) => void setTimeout(happens, ms)

/**
 * Listens at one address and passes connections on to another as a long way would: each direction
 * `ms` late. Opening the connection takes no time, for which a real way takes a round trip.
 */
export const delayPort = async (options: DelayOptions): Promise<DelayedPort> => {
  const { listen, to, ms, after = timer } = options
  const late = (happens: () => void): void => after(ms, happens)
  const open = new Set<Socket>()
  const keep = (socket: Socket): void => {
    socket.setNoDelay(true)
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  }
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ ...to, allowHalfOpen: true })
    keep(near)
    keep(far)
    passOn(near, far, late)
    passOn(far, near, late)
  })
  await listening(server, listen)
  const bound = server.address()
  return {
    address: bound !== null && typeof bound === 'object' ? { ...listen, port: bound.port } : listen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
