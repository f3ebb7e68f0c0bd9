import { SeaworthyError } from '../base/error.ts'
import { readFiles, type Subject } from '../fleet/look.ts'
import { parseLock } from '../fleet/parse-files.ts'
import type { Journal } from '../host/journal.ts'
import { performScript } from './perform.ts'
import type { Ports } from './ports.ts'
import { recover, type Recovery, type RecoveryOptions } from './recover.ts'

/** What became of a rollout that was interrupted; `finished`: nothing was left to do. */
export type Undone = Recovery | { readonly result: 'finished' }

const readLockOf = async (subject: Subject, host: string, ports: Ports) => {
  const primary = ports.hosts.get(host)
  if (primary === undefined) return undefined
  const script = {
    kind: 'script',
    title: 'whose is the lock',
    words: readFiles(subject),
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
 * Recovers this run's own rollout, going by the journal on the lock's host; what this process
 * remembers counts only while that host can't be reached. A lock that is not ours any more means that
 * nothing is owed: it was never taken, or finish freed it with its last word.
 */
export const undo = async (
  remembered: Journal,
  given: Ports,
  options: RecoveryOptions = {},
): Promise<Undone> => {
  const ports: Ports = { ...given, hosts: await given.revive() }
  const lock = await readLockOf(remembered, remembered.primary, ports)
  if (lock === undefined) return recover(remembered, ports, options)
  if (lock.state === 'ours' && lock.journal.token === remembered.token)
    return recover(lock.journal, ports, options)
  return { result: 'finished' }
}
