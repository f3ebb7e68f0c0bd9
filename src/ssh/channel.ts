import { Duplex } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { whenAborted } from './abort.ts'

/** Gets a channel or an error, once. */
export type Opened = (error: Error | undefined, channel: ClientChannel) => void

/**
 * Opens a channel, unless one of the signals is aborted first: then it rejects at once with that
 * signal's reason, and a channel that comes too late is closed.
 */
export const openChannel = (
  start: (opened: Opened) => void,
  signal: AbortSignal,
): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    const release = whenAborted(signal, reject)
    if (signal.aborted) return
    start((error, channel) => {
      release()
      if (error !== undefined) {
        reject(error)
        return
      }
      channel.on('error', ignore)
      channel.stderr.on('error', ignore)
      if (signal.aborted) channel.close()
      resolve(channel)
    })
  })

/** What a channel suffers shows in its end; an error without a listener would end the process. */
const ignore = (): void => undefined

/**
 * A channel as an ordinary stream: it is destroyed when the connection dies (with the reason in
 * `life`), and destroying it closes the channel at once. `verdict` is asked when the channel has
 * closed, with its command's exit code, and may say that its end was a failure; the end is then held
 * back until it is known.
 */
export const streamOf = (
  channel: ClientChannel,
  life: AbortSignal,
  verdict?: (code: number | null | undefined) => Error | undefined,
): Duplex => {
  let release = (): void => undefined
  const stream = new Duplex({
    read: () => void channel.resume(),
    write: (chunk: Buffer, encoding, done) => void channel.write(chunk, encoding, done),
    final: (done) => {
      channel.end()
      done()
    },
    destroy: (error, done) => {
      release()
      channel.resume()
      channel.close()
      done(error)
    },
  })
  channel.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) channel.pause()
  })
  if (verdict === undefined) channel.on('end', () => stream.push(null))
  // ssh2 gives it what it gave to `exit`, which may have come before anybody listened.
  channel.on('close', (code?: number | null) => {
    const error = verdict?.(code)
    if (error !== undefined) return void stream.destroy(error)
    if (stream.readableEnded) return void stream.destroy()
    stream.once('end', () => stream.destroy())
    if (verdict !== undefined) stream.push(null)
  })
  release = whenAborted(life, (reason) => stream.destroy(reason))
  return stream
}
