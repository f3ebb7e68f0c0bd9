import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { engine, type LabHost } from '../../../lab/kit/lab.ts'
import type { Happening } from '../../support/simulated/world.ts'

export interface LockWatch {
  readonly stop: () => readonly Happening[]
}

/** What a lock says, by its files: who holds it, and since when at the latest. */
export interface LockSeen {
  readonly holder: string
  readonly at: number
}

const everyMs = 10

const timeOf = (path: string): number => statSync(path).mtimeMs

/** Undefined when there is no lock, or it goes while it is read. */
export const readLockIn = (folder: string): LockSeen | undefined => {
  try {
    const text = readFileSync(join(folder, 'journal.json'), 'utf8')
    const id = /"runId":"(\d+)"/.exec(text)?.[1] ?? 'unknown'
    // Each of them is written before the lock is published; later a new phase is.
    const at = Math.min(timeOf(join(folder, 'journal.json')), timeOf(join(folder, 'details')))
    return { holder: `run ${id}`, at }
  } catch {
    return undefined
  }
}

/** Where this machine finds a host's files: the host is a container of it. */
export const homeOf = async ({ container }: LabHost): Promise<string> =>
  `/proc/${await engine('inspect', '--format', '{{.State.Pid}}', container)}/root/root`

/** Looks a hundred times a second who holds a service's lock, and tells when that changed. */
export const watchLock = (home: string, host: string, service: string): LockWatch => {
  const folder = join(home, `.kamal/lock-${service}`)
  const seen: Happening[] = []
  let holder: string | undefined
  let last = 0
  const look = (): void => {
    const lock = readLockIn(folder)
    if (lock?.holder === holder) return
    holder = lock?.holder
    last = Math.max(last, lock?.at ?? Date.now())
    seen.push({ what: 'locked', at: last, host, holder })
  }
  const timer = setInterval(look, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return seen
    },
  }
}
