import { SeaworthyError } from '../base/error.ts'
import { parseLock } from '../fleet/parse-files.ts'
import type { LockState } from '../fleet/state.ts'
import type { Journal } from '../host/journal.ts'
import { readLock, takeLock, unfinishedLock } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import { performScript } from './perform.ts'
import { hostOf, type Ports } from './ports.ts'
import { recover, type RecoveryOptions } from './recover.ts'
import { stuck, type Recovery } from './stuck.ts'

/** What became of a rollout that was interrupted; `finished`: nothing was left to do. */
export type Undone = Recovery | { readonly result: 'finished' }

interface Held {
  readonly lock: LockState
  /** True when nobody has made the lock's host its own since this run did. */
  readonly mine: boolean
}

const readLockOf = async (remembered: Journal, ports: Ports): Promise<Held | undefined> => {
  const primary = ports.hosts.get(remembered.primary)
  if (primary === undefined) return undefined
  const script = {
    kind: 'script',
    title: 'end what is still on its way, see whose the lock is',
    words: [
      { word: 'bar', owner: pathsOf(remembered).owner, token: remembered.token },
      unfinishedLock(remembered),
      ...readLock(remembered),
      { word: 'read', path: pathsOf(remembered).owner, as: 'owner' },
    ],
    changes: false,
    timeoutMs: 30_000,
  } as const
  try {
    const { values } = await performScript(primary, script, ports.signal)
    return { lock: parseLock(values), mine: values['owner'] === remembered.token }
  } catch (error) {
    if (error instanceof SeaworthyError) return undefined
    throw error
  }
}

/** Somebody released the lock under a run that held it: it is taken again, so that all can be undone. */
const retake = async (journal: Journal, ports: Ports): Promise<Recovery | undefined> => {
  const holds = `${pathsOf(journal).lock}/journal.json`
  const words = [
    ...takeLock(journal),
    { word: 'holds-lock', journal: holds, token: journal.token } as const,
  ]
  const title = 'take the deploy lock again'
  const script = { kind: 'script', title, words, changes: true, timeoutMs: 30_000 } as const
  try {
    await performScript(hostOf(ports, journal.primary), script, ports.signal)
    return undefined
  } catch (cause) {
    if (!(cause instanceof SeaworthyError)) throw cause
    const message = `somebody released the deploy lock on ${journal.primary} while this run held it, and it could not be taken again`
    const hint = 'run the deploy again when the lock is free: it puts every host right'
    return {
      result: 'stuck',
      error: new SeaworthyError('recovery-stuck', message, { hint, cause }),
    }
  }
}

/** False where a run asked for the lock and does not know the answer. */
export const hasLock = ({ hosts }: Journal): boolean => Object.keys(hosts).length > 0

/** True of an errand that was over: all that may be left of it is the lock. */
const hasFreed = ({ hosts, phase }: Journal): boolean =>
  phase === 'finishing' && Object.values(hosts).flat().length === 0

const unread = ({ primary }: Journal): Undone =>
  stuck(
    `${primary} does not tell whether this run has the deploy lock; no other host is owed anything`,
    [],
    `see what is wrong with ${primary} and run the deploy again: it recovers first`,
  )

/**
 * Recovers this run's own rollout, going by the journal on the lock's host, where nothing that this run
 * still has on its way can take or free the lock any more; what this process
 * remembers counts only while that host can't be reached. A lock that is not ours any more means that
 * nothing is owed: it was never taken, or finish freed it with its last word, or another run has made
 * the host its own. If none of this is true, somebody released it by hand.
 */
export const undo = async (
  remembered: Journal,
  given: Ports,
  options: RecoveryOptions = {},
): Promise<Undone> => {
  const ports: Ports = { ...given, hosts: await given.revive() }
  const held = await readLockOf(remembered, ports)
  if (held === undefined)
    return hasLock(remembered) && !hasFreed(remembered)
      ? recover(remembered, ports, options)
      : unread(remembered)
  const { lock, mine } = held
  if (lock.state === 'ours' && lock.journal.token === remembered.token)
    return recover(lock.journal, ports, options)
  if (!mine || remembered.phase === 'finishing') return { result: 'finished' }
  return (await retake(remembered, ports)) ?? recover(remembered, ports, options)
}
