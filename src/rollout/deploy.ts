import { SeaworthyError } from '../base/error.ts'
import type { Journal } from '../host/journal.ts'
import { acquire } from './acquire.ts'
import { settleInherited } from './inherit.ts'
import { asking, journalOf } from './journal.ts'
import { planDeploy } from './plan-deploy.ts'
import { hostOf, type Ports } from './ports.ts'
import { requireFit } from './preconditions.ts'
import { ended, type Ended, type Result } from './result.ts'
import { claimOf } from './seize.ts'
import { survey, type Survey } from './survey.ts'
import type { Rollout } from './target.ts'
import { takenOver, underLock, type DeployOptions } from './under-lock.ts'
import { isUnchanged } from './unchanged.ts'
import { hasLock, undo, type Undone } from './undo.ts'

const note = (ports: Ports, text: string): void => {
  ports.narrate({ kind: 'note', at: ports.clock.now(), text })
}

/** What is owed on hosts that this rollout does not go to would be forgotten with the journal. */
const coversAll = ({ targets }: Rollout, { hosts }: Journal, { without }: DeployOptions): boolean =>
  Object.keys(hosts).every(
    (host) => without.includes(host) || targets.some((target) => target.host === host),
  )

/**
 * Where neither what served before nor what was to replace it is healthy everywhere, only another
 * version helps: this one goes on from what is there, and comes back to that if it fails.
 */
const goOn = async (rollout: Rollout, ports: Ports, options: DeployOptions): Promise<Result> => {
  note(ports, `no earlier version is healthy on every host: going on to ${rollout.version}`)
  const surveyed = await survey(rollout.config, rollout, ports)
  requireFit(rollout, surveyed.fleet)
  const holding = { own: {}, renew: true }
  return { rollout, ...(await underLock(rollout, surveyed, holding, ports, options)) }
}

const attempt = async (
  rollout: Rollout,
  surveyed: Survey,
  ports: Ports,
  options: DeployOptions,
): Promise<Result | undefined> => {
  const { lockHost } = rollout
  const result = (end: Ended): Result => ({ rollout, before: surveyed.fleet, ...end })
  requireFit(rollout, surveyed.fleet)
  const leftover = surveyed.lock.state === 'ours'
  if (!leftover && isUnchanged(rollout, surveyed.fleet)) return result(ended('unchanged'))
  if (options.dryRun) {
    const plan = planDeploy(rollout, surveyed.fleet)
    options.announce(plan)
    return result(ended('planned', { plan }))
  }

  const journal = journalOf(rollout, surveyed.fleet)
  // The whole of it first: one that is too large is refused while nothing is begun.
  options.remember(journal)
  options.remember(asking(journal))
  const claim = claimOf(rollout)
  const host = hostOf(ports, lockHost)
  const acquired = await acquire(
    { host, journal, claim, proof: options.proof, ports },
    options.lockWaitMs,
  )
  if (acquired.state === 'refused') return result(ended('blocked', { error: acquired.error }))
  if (acquired.state === 'inherited') {
    const recovery = await settleInherited(acquired, ports, options)
    if (recovery.result !== 'stuck') return undefined
    if (recovery.unhealthy !== true || !coversAll(rollout, acquired.journal, options))
      return result(ended('stuck', { error: recovery.error }))
    return goOn(rollout, ports, options)
  }
  options.remember(journal)
  const holding = { own: { [lockHost]: acquired.files }, renew: false }
  return { rollout, ...(await underLock(rollout, surveyed, holding, ports, options)) }
}

const maxAttempts = 3

const tryAgain = async (
  rollout: Rollout,
  first: Survey,
  ports: Ports,
  options: DeployOptions,
): Promise<Result> => {
  let surveyed = first
  for (let tries = 0; tries < maxAttempts; tries += 1) {
    const result = await attempt(rollout, surveyed, ports, options)
    if (result !== undefined) return result
    surveyed = await survey(rollout.config, rollout, ports)
  }
  throw new SeaworthyError('lock-held', 'the deploy lock keeps changing hands', {
    hint: 'see who else deploys this service',
  })
}

/** What an error that belongs to no step came to, once everything is undone. */
const endOf = (error: SeaworthyError, undone: Undone, owed: Journal): Ended => {
  const { phase } = owed
  switch (undone.result) {
    case 'stuck':
      return ended('stuck', { error: undone.error })
    case 'forward':
      return ended('deployed', { warnings: [error.message] })
    case 'back':
      return ended(phase === 'staging' ? 'halted' : 'undone', { error })
    case 'finished':
      if (phase === 'finishing') return ended('deployed', { warnings: [error.message] })
      if (phase === 'switching') return ended('stuck', { error: takenOver(owed) })
      return ended('halted', { error })
  }
}

/** The same where only what another run had left was settled: of this one's version nothing was begun. */
const endBefore = (error: SeaworthyError, undone: Undone): Ended =>
  undone.result === 'stuck' ? ended('stuck', { error: undone.error }) : ended('halted', { error })

/**
 * Brings a version to every target, or leaves the fleet as it was: from a first look on it locks, looks
 * again, plans, runs, and on failure goes back. Leftovers of a run that has ended are recovered first.
 * @throws SeaworthyError when nothing was begun, or when the run was cancelled: a post phase recovers.
 */
export const deploy = async (
  rollout: Rollout,
  surveyed: Survey,
  ports: Ports,
  options: DeployOptions,
): Promise<Result> => {
  let owed: Journal | undefined
  const remember = (journal: Journal): void => {
    options.remember(journal)
    owed = journal
  }
  try {
    return await tryAgain(rollout, surveyed, ports, { ...options, remember })
  } catch (error) {
    if (!(error instanceof SeaworthyError) || owed === undefined || ports.signal.aborted)
      throw error
    const undone = await undo(owed, ports, { without: options.without })
    const hasBegun = owed.rollout === rollout.token && hasLock(owed)
    const end = hasBegun ? endOf(error, undone, owed) : endBefore(error, undone)
    return { rollout, before: surveyed.fleet, ...end }
  }
}
