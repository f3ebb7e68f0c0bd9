import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { engine, type LabHost } from '../../../lab/kit/lab.ts'
import type { Happening } from '../../support/simulated/world.ts'

export interface LockWatch {
  readonly stop: () => readonly Happening[]
}

/** What a lock says, by its files: who holds it, and when they were written. */
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
 * Since when a lock that was just seen is held. Its files are written before it is published, and the
 * journal anew with every phase; who succeeds another leaves the details as they were. So it is the first
 * time that is later than what was seen last.
 */
export const heldSince = ({ written }: Pick<LockSeen, 'written'>, last: number, now: number): number =>
  Math.min(now, ...written.filter((at) => at > last))

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
    last = lock === undefined ? Date.now() : heldSince(lock, last, Date.now())
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
