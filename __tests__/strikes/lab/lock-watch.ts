import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { engine, type LabHost } from '../../../lab/kit/lab.ts'
import type { Happening } from '../../support/simulated/world.ts'

export interface LockWatch {
  readonly stop: () => readonly Happening[]
}

/** What a lock says, by its files: who holds it, and when journal and details were written. */
export interface LockSeen {
  readonly holder: string
  /** As they stand in the file, for Kamal. */
  readonly details: string
  readonly written: readonly number[]
}

const everyMs = 10

/** Undefined when there is no lock, or it goes while it is read. */
export const readLockIn = (folder: string): LockSeen | undefined => {
  try {
    const text = readFileSync(join(folder, 'journal.json'), 'utf8')
    const id = /"runId":"(\d+)"/.exec(text)?.[1] ?? 'unknown'
    const written = ['journal.json', 'details'].map((file) => statSync(join(folder, file)).mtimeMs)
    const details = readFileSync(join(folder, 'details'), 'utf8')
    return { holder: `run ${id}`, details, written }
  } catch {
    return undefined
  }
}

/**
 * Since when a lock that was just seen is held; `last` is when `before` was seen to hold it. Both files are
 * written before a lock is published. Who succeeds another writes the journal only: the details are the
 * other's, and it may have written them anew when it kept the lock on purpose.
 */
export const heldSince = (
  { written }: Pick<LockSeen, 'written'>,
  before: string | undefined,
  last: number,
  now: number,
): number => {
  const own = before === undefined ? written : written.slice(0, 1)
  return Math.min(now, ...own.filter((at) => at > last))
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
    const before = holder
    holder = lock?.holder
    last = lock === undefined ? Date.now() : heldSince(lock, before, last, Date.now())
    seen.push({ what: 'locked', at: last, host, holder, details: lock?.details })
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
