import { createHash } from 'node:crypto'
import { nextTick } from 'node:process'
import type { Clock, Random } from '../../../src/base/ports.ts'

/** Time that passes only when nothing else is left to do: hours of waiting cost nothing. */
export interface SimulatedClock extends Clock {
  /** Has something happen `ms` from now; the answer calls it off. */
  readonly in: (ms: number, happens: () => void) => () => void
  /** Called after everything that happened: for what must hold at every instant. */
  readonly watch: (look: () => void) => void
  /**
   * Lets time pass until a promise has settled or `enough` says so.
   * @throws Error when nothing is left that could ever settle it.
   */
  readonly until: (settled: Promise<unknown>, enough?: () => boolean) => Promise<void>
  /** Lets time pass, whatever happens in it. */
  readonly rest: (ms: number) => Promise<void>
}

interface Event {
  readonly at: number
  readonly order: number
  readonly happens: () => void
}

const sooner = (a: Event, b: Event): number => a.at - b.at || a.order - b.order

/**
 * All that was made ready by the last event has happened when this resolves: a tick that is asked for
 * among promises comes when none of them has anything left to do.
 */
const turn = (): Promise<void> => new Promise((resolve) => nextTick(resolve))

export const simulatedClock = (start = Date.UTC(2026, 5, 18, 8)): SimulatedClock => {
  const queue: Event[] = []
  const watchers: (() => void)[] = []
  let [now, order] = [start, 0]

  const put = (ms: number, happens: () => void): (() => void) => {
    const event = { at: now + Math.max(0, ms), order: (order += 1), happens }
    const place = queue.findIndex((other) => sooner(event, other) < 0)
    queue.splice(place === -1 ? queue.length : place, 0, event)
    return () => {
      const at = queue.indexOf(event)
      if (at >= 0) queue.splice(at, 1)
    }
  }

  const step = (): boolean => {
    const event = queue.shift()
    if (event === undefined) return false
    now = event.at
    event.happens()
    return true
  }

  const until: SimulatedClock['until'] = async (promise, enough = () => false) => {
    const state = { settled: false }
    const done = (): void => void (state.settled = true)
    promise.then(done, done)
    // Others may wait beside this one: what they wait for settles a few turns later.
    let idle = 0
    for (;;) {
      await turn()
      for (const look of watchers) look()
      if (state.settled || enough()) return
      idle = step() ? 0 : idle + 1
      if (idle > 20) throw new Error('nothing is left that could happen: somebody waits for ever')
    }
  }

  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve, reject) => {
      const aborted = (): void => {
        off()
        reject(signal?.reason as Error)
      }
      const off = put(ms, () => {
        signal?.removeEventListener('abort', aborted)
        resolve()
      })
      if (signal?.aborted === true) aborted()
      else signal?.addEventListener('abort', aborted, { once: true })
    })

  return {
    now: () => now,
    sleep,
    in: put,
    watch: (look) => void watchers.push(look),
    until,
    rest: (ms) => until(sleep(ms)),
  }
}

/** The same seed, the same hex: every run of a test is the same run. */
export const seededRandom = (seed: string): Random => {
  let drawn = 0
  return {
    hex: (bytes) => {
      drawn += 1
      return createHash('sha512')
        .update(`${seed} ${String(drawn)}`)
        .digest('hex')
        .slice(0, bytes * 2)
    },
  }
}
