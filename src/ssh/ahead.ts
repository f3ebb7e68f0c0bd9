import type { ClientChannel } from 'ssh2'
import { whenAborted } from './abort.ts'

type Open = (signal: AbortSignal) => Promise<ClientChannel>

/** Sessions for scripts, of which the next may be opened before it is needed. */
export interface Sessions {
  /** The one that waits, or a new one. */
  readonly take: Open
  /** Opens one for a script to come, unless one waits or enough were opened on this connection. */
  readonly expect: () => void
  /** The server has no room: what waits is closed, and nothing is opened ahead any more. */
  readonly giveUp: () => void
}

/** So many are opened in all before none is opened ahead: one more than needed would be one too many. */
const enough = 6

const unwanted = new Error('no session is wanted ahead')

/** A session that waits; undefined when it could not be opened. */
type Spare = Promise<ClientChannel | undefined>

/** What nobody reads is not told apart from a session that goes on when the server has closed it. */
const unread = (channel: ClientChannel): ClientChannel => channel.resume()

const drop = (spare: Spare): void => {
  void spare.then((channel) => channel?.close())
}

/** The session if it can still be used, as soon as that is known. */
const usable = (spare: Spare, signal: AbortSignal): Spare =>
  new Promise((resolve, reject) => {
    const release = whenAborted(signal, (reason) => {
      drop(spare)
      reject(reason)
    })
    void spare.then((channel) => {
      release()
      resolve(channel?.writable === true ? channel : undefined)
    })
  })

/**
 * A session costs two round trips and the server a process, so one that is sure to be needed is opened
 * while something else goes on. It may have been closed by the server while it waited: then a new one
 * is opened, for nothing was said to it.
 */
export const sessionsAhead = (open: Open, life: AbortSignal): Sessions => {
  let opened = 0
  let waiting: Spare | undefined
  const stop = new AbortController()
  const begin: Open = (signal) => {
    opened += 1
    return open(signal)
  }
  return {
    take: async (signal) => {
      const spare = waiting
      if (spare === undefined) return begin(signal)
      waiting = undefined
      return (await usable(spare, signal)) ?? begin(signal)
    },
    expect: () => {
      if (waiting !== undefined || opened >= enough || stop.signal.aborted) return
      waiting = begin(AbortSignal.any([life, stop.signal])).then(unread, () => undefined)
    },
    giveUp: () => {
      stop.abort(unwanted)
      if (waiting !== undefined) drop(waiting)
      waiting = undefined
    },
  }
}
