import type { Duplex } from 'node:stream'

/**
 * Gives an open connection the methods of the socket that the driver wants to connect by itself:
 * its `connect` says at once that this is done.
 */
export const pgStream = (open: Duplex): Duplex =>
  Object.assign(open, {
    connect: () => process.nextTick(() => open.emit('connect')),
    setNoDelay: () => open,
    setKeepAlive: () => open,
    ref: () => open,
    unref: () => open,
  })
