import { createStepLog, type StepLog } from './step-log.ts'

/** The lines of a step's log, as printed and as shown, and those who wait for one. */
export interface Lines {
  readonly step: StepLog
  readonly add: (line: string) => void
  readonly raw: () => string
  readonly shown: () => string
  readonly last: (count: number) => string
  readonly wait: (pattern: RegExp, timeoutMs: number) => Promise<string>
  /** No more lines will come. */
  readonly end: () => void
}

interface Waiting {
  readonly pattern: RegExp
  readonly found: (line: string) => void
  readonly failed: (why: string) => void
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

// A pattern with the flag g or y would remember where it stopped.
const matches = (pattern: RegExp, line: string): boolean => line.search(pattern) !== -1

export const createLines = (onLine: (line: string) => void = () => undefined): Lines => {
  const step = createStepLog()
  const [raw, shown]: [string[], string[]] = [[], []]
  const waiting = new Set<Waiting>()
  let ended = false
  const last = (count: number): string => joined(shown.slice(-count))
  const add = (line: string): void => {
    raw.push(line)
    const seen = step.take(line)
    if (seen === undefined) return
    shown.push(seen)
    onLine(seen)
    for (const one of [...waiting]) if (matches(one.pattern, seen)) one.found(seen)
  }
  const wait = (pattern: RegExp, timeoutMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => one.failed(`did not come in ${timeoutMs} ms`), timeoutMs)
      const settle = (act: () => void): void => {
        clearTimeout(limit)
        waiting.delete(one)
        act()
      }
      const one: Waiting = {
        pattern,
        found: (line) => settle(() => resolve(line)),
        failed: (why) =>
          settle(() =>
            reject(new Error(`${String(pattern)} ${why}. The last lines:\n${last(30)}`)),
          ),
      }
      const already = shown.find((line) => matches(pattern, line))
      if (already !== undefined) one.found(already)
      else if (ended) one.failed('is not in the log')
      else waiting.add(one)
    })
  const end = (): void => {
    ended = true
    for (const one of [...waiting]) one.failed('did not come before the end')
  }
  return { step, add, raw: () => joined(raw), shown: () => joined(shown), last, wait, end }
}
