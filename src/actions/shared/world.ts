import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import type { Clock, Random } from '../../base/ports.ts'

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await sleep(ms, undefined, { signal })
    } catch {
      throw signal?.reason instanceof SeaworthyError
        ? signal.reason
        : new SeaworthyError('cancelled', 'The run was cancelled.')
    }
  },
}

export const cryptoRandom: Random = { hex: (bytes) => randomBytes(bytes).toString('hex') }
