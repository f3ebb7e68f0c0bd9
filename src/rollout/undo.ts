import { SeaworthyError } from '../base/error.ts'
import { parseLock } from '../fleet/parse-files.ts'
import type { LockState } from '../fleet/state.ts'
import type { Journal } from '../host/journal.ts'
import { readLock } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import { performScript } from './perform.ts'
import type { Ports } from './ports.ts'
import { recover, type Recovery, type RecoveryOptions } from './recover.ts'

/** What became of a rollout that was interrupted; `finished`: nothing was left to do. */
export type Undone = Recovery | { readonly result: 'finished' }

const readLockOf = async (remembered: Journal, ports: Ports): Promise<LockState | undefined> => {
  const primary = ports.hosts.get(remembered.primary)
  if (primary === undefined) return undefined
  const script = {
    kind: 'script',
    title: 'end what is still on its way, see whose the lock is',
    words: [
      { word: 'bar', owner: pathsOf(remembered).owner, token: remembered.token },
      ...readLock(remembered),
    ],
    changes: false,
    timeoutMs: 30_000,
  } as const
  try {
    return parseLock((await performScript(primary, script, ports.signal)).values)
  } catch (error) {
    if (error instanceof SeaworthyError) return undefined
    throw error
  }
}

/**
 * Recovers this run's own rollout, going by the journal on the lock's host, where nothing that this run
 * still has on its way can take or free the lock any more; what this process
 * remembers counts only while that host can't be reached. A lock that is not ours any more means that
 * nothing is owed: it was never taken, or finish freed it with its last word.
 */
export const undo = async (
  remembered: Journal,
  given: Ports,
  options: RecoveryOptions = {},
): Promise<Undone> => {
  const ports: Ports = { ...given, hosts: await given.revive() }
  const lock = await readLockOf(remembered, ports)
  if (lock === undefined) return recover(remembered, ports, options)
  if (lock.state === 'ours' && lock.journal.token === remembered.token)
    return recover(lock.journal, ports, options)
  return { result: 'finished' }
}
