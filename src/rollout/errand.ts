import { isoSeconds } from '../base/time.ts'
import { SeaworthyError } from '../base/error.ts'
import type { Config } from '../config/config.ts'
import type { Journal, RunIdentity } from '../host/journal.ts'
import { acquire, lookAhead } from './acquire.ts'
import { ErrandFailure } from './errand-failure.ts'
import { freeLock } from './free-lock.ts'
import { settleInherited } from './inherit.ts'
import { asking } from './journal.ts'
import { performScript } from './perform.ts'
import { hostOf, type Ports } from './ports.ts'
import { claimOf, seizeScript } from './seize.ts'
import { undo } from './undo.ts'
import type { DeployOptions } from './under-lock.ts'

/**
 * Something that is done to hosts under the deploy lock and deploys nothing. Every step of it can be
 * done again, so that whoever is cut off owes nothing but the lock.
 */
export interface Errand {
  readonly config: Config
  readonly run: RunIdentity
  /** Marks lock and fence. */
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly lockHost: string
  /** Hosts that it changes. */
  readonly hosts: readonly string[]
  /** Where the lock names a version: `bootstrap`. */
  readonly what: string
  /** Where it fails, a host may need more than a free lock: the post phase sees to that. */
  readonly mayOweMore?: boolean
}

/** What an errand is called that replaces proxies: cut off, it may owe a host its proxy. */
export const upgradeErrand = 'upgrade-proxy'

export interface ErrandOptions extends Pick<
  DeployOptions,
  'lockWaitMs' | 'without' | 'proof' | 'remember'
> {
  /** Called when it is certain that nothing is owed: the lock is free, and no host needs more. */
  readonly forget: () => void
}

const journalOf = (errand: Errand): Journal => ({
  format: 1,
  token: errand.token,
  rollout: errand.token,
  phase: 'staging',
  run: errand.run,
  service: errand.config.service,
  destination: errand.config.destination,
  version: errand.what,
  repository: errand.config.repository,
  digest: '',
  primary: errand.lockHost,
  startedAt: isoSeconds(errand.startedAt),
  deployTimeoutMs: errand.config.deployTimeoutMs,
  drainTimeoutMs: errand.config.drainTimeoutMs,
  readinessDelayMs: errand.config.readinessDelayMs,
  retainContainers: errand.config.retainContainers,
  hosts: Object.fromEntries(errand.hosts.map((host) => [host, []])),
})

const maxAttempts = 3

const takeLock = async (
  errand: Errand,
  journal: Journal,
  ports: Ports,
  options: ErrandOptions,
): Promise<void> => {
  const claim = claimOf(errand)
  const { proof, lockWaitMs, remember } = options
  for (let tries = 0; tries < maxAttempts; tries += 1) {
    remember(asking(journal))
    const host = hostOf(ports, errand.lockHost)
    const attempt = { host, journal, claim, proof, ports }
    const acquired = (await lookAhead(attempt, lockWaitMs)) ?? (await acquire(attempt, lockWaitMs))
    if (acquired.state === 'refused') throw acquired.error
    if (acquired.state === 'held') {
      remember(journal)
      const others = errand.hosts.filter((name) => name !== errand.lockHost)
      await Promise.all(
        others.map((name) => performScript(hostOf(ports, name), seizeScript(claim), ports.signal)),
      )
      return
    }
    const recovery = await settleInherited(acquired, ports, options)
    if (recovery.result === 'stuck') throw recovery.error
  }
  throw new SeaworthyError('lock-held', 'the deploy lock keeps changing hands', {
    hint: 'see who else deploys this service',
  })
}

/** What failed, and what keeps it from being undone; the first cause is the first that was seen. */
const stuckBy = (
  { what }: Errand,
  first: SeaworthyError,
  stuck: SeaworthyError,
): SeaworthyError => {
  if (first.code === 'recovery-stuck') return stuck
  const { message, hint } = first
  const seen = [message, ...(hint === undefined ? [] : [hint]), ...first.evidence]
  return new SeaworthyError('recovery-stuck', `${what} failed, and ${stuck.message}`, {
    ...(stuck.hint === undefined ? {} : { hint: stuck.hint }),
    evidence: [...seen, ...stuck.evidence],
    cause: first,
  })
}

/**
 * Does `work` with the lock held and every host this run's own, and frees the lock, whatever came of it.
 * A run that is cancelled leaves that to its post phase.
 * @throws ErrandFailure of what `work` throws, `recovery-stuck` where the lock can't be freed then;
 *   SeaworthyError `lock-held`.
 */
export const underErrandLock = async <T>(
  errand: Errand,
  ports: Ports,
  options: ErrandOptions,
  work: () => Promise<T>,
): Promise<T> => {
  const journal = journalOf(errand)
  // Once it is being freed, a lock that is not ours any more was freed.
  const settled: Journal = { ...journal, phase: 'finishing' }
  let owed = journal
  const remember = (now: Journal): void => {
    owed = now
    options.remember(now)
  }
  try {
    await takeLock(errand, journal, ports, { ...options, remember })
    const result = await work()
    remember(settled)
    await freeLock(journal, ports)
    options.forget()
    return result
  } catch (error) {
    if (ports.signal.aborted || !(error instanceof SeaworthyError)) throw error
    if (error.code === 'lock-held') {
      options.forget()
      throw error
    }
    const undone = await undo(owed, ports, { without: options.without })
    if (undone.result === 'stuck') throw new ErrandFailure(stuckBy(errand, error, undone.error))
    if (errand.mayOweMore === true) remember(settled)
    else options.forget()
    throw new ErrandFailure(error)
  }
}
