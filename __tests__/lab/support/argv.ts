import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the command lines of all processes showed, those on hosts among them: their kernel is ours. */
export interface Sight {
  /** How often all of them were read. */
  readonly looks: number
  /** Each command line that was seen, its arguments parted by spaces. */
  readonly lines: ReadonlySet<string>
}

const lineOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd()
  } catch {
    // It ended while it was looked at.
    return ''
  }
}

const look = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(lineOf)

/** Reads every command line of the machine every few milliseconds until something has ended. */
export const watchArgv = async (until: Promise<unknown>, pauseMs = 2): Promise<Sight> => {
  const lines = new Set<string>()
  const state = { over: false, looks: 0 }
  const end = (): void => void (state.over = true)
  until.then(end, end)
  while (!state.over) {
    for (const line of look()) lines.add(line)
    state.looks += 1
    await sleep(pauseMs)
  }
  return { looks: state.looks, lines }
}
