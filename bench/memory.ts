import { readFileSync } from 'node:fs'
import { childrenOf } from '../lab/kit/processes.ts'

export interface Watch {
  /** Kilobytes: the sum of the peaks of all processes that were there. */
  readonly stop: () => number
}

const peakOf = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}

const below = (pid: number): readonly number[] =>
  childrenOf(pid).flatMap((child) => [child, ...below(child)])

/** Watches all processes that this one starts from now on; those that are there already are not counted. */
export const watchMemory = (): Watch => {
  const others = new Set(childrenOf(process.pid))
  const peaks = new Map<number, number>()
  const look = (): void => {
    for (const child of childrenOf(process.pid).filter((pid) => !others.has(pid)))
      for (const pid of [child, ...below(child)])
        peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)))
  }
  const ticker = setInterval(look, 50)
  return {
    stop: () => {
      clearInterval(ticker)
      return [...peaks.values()].reduce((sum, peak) => sum + peak, 0)
    },
  }
}
