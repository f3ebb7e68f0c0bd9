import type { Duplex } from 'node:stream'

/** Both directions; an end is passed on, and one that fails or goes early ends the other. */
export const join = (near: Duplex, far: Duplex): void => {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => {
      if (!one.readableEnded) other.destroy()
    })
    one.pipe(other)
  }
}
