import type { Duplex } from 'node:stream'
import type { AcceptConnection, Client, ClientChannel, RejectConnection } from 'ssh2'
import type { TcpConnectionDetails } from 'ssh2'
import { join } from '../base/join.ts'
import { whenAborted } from './abort.ts'
import { streamOf } from './channel.ts'
import { ForwardError } from './channel-error.ts'

/** Where each connection to a port of the host leads; one that can't be made is hung up there. */
export type Destination = (signal: AbortSignal) => Promise<Duplex>

const address = '127.0.0.1'

/** With GatewayPorts, sshd opens to the world what was asked for on the loopback. */
const isOfHost = (caller: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(caller)

/** Asks the server for something of the whole connection. */
type Request = (done: (error?: Error | null) => void) => void

/** Resolves when it is granted; rejects when it is refused, and at once when the signal is aborted. */
const asked = (ask: Request, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const release = whenAborted(signal, reject)
    if (signal.aborted) return
    ask((error) => {
      release()
      if (error) reject(new ForwardError('unexplained', error.message))
      else resolve()
    })
  })

const ignore = (): void => undefined

/** Leads connections from the host itself to their destination, until the signal is aborted. */
const serving =
  (port: number, destination: Destination, signal: AbortSignal) =>
  (
    { srcIP, destPort }: TcpConnectionDetails,
    accept: AcceptConnection<ClientChannel>,
    refuse: RejectConnection,
  ): void => {
    if (destPort !== port) return
    if (signal.aborted || !isOfHost(srcIP)) {
      refuse()
      return
    }
    destination(signal).then(
      (far) => join(streamOf(accept().on('error', ignore), signal), far.on('error', ignore)),
      () => refuse(),
    )
  }

/**
 * Has the host listen on a port of its loopback, on behalf of callers on the host alone. Resolves when
 * it listens, with what ends that and hangs up all that goes on; rejects with a ForwardError when the
 * server refuses (it does not say whether the port is taken or forwarding forbidden), with the reason
 * of `life` or `signal` when that is aborted. One at a time for each port.
 */
export const listenOn = async (
  client: Client,
  port: number,
  destination: Destination,
  { life, signal }: { readonly life: AbortSignal; readonly signal: AbortSignal },
): Promise<() => Promise<void>> => {
  const use = new AbortController()
  const serve = serving(port, destination, AbortSignal.any([life, use.signal]))
  const giveBack: Request = (done) => void client.unforwardIn(address, port, done)
  client.on('tcp connection', serve)
  const leave = async (): Promise<void> => {
    use.abort(new Error('the port was given back'))
    client.off('tcp connection', serve)
    // A connection that has died has given it back already.
    if (!life.aborted) await asked(giveBack, life).catch(ignore)
  }
  const begin: Request = (done) => void client.forwardIn(address, port, done)
  try {
    await asked(begin, AbortSignal.any([life, signal]))
  } catch (error) {
    // What was asked for may still be granted; the server takes requests in their order.
    void leave()
    throw error
  }
  return leave
}
