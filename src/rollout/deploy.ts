import { SeaworthyError } from '../base/error.ts'
import type { Journal } from '../host/journal.ts'
import { acquire, changingHands } from './acquire.ts'
import { journalOf } from './journal.ts'
import { planDeploy } from './plan-deploy.ts'
import { hostOf, type Ports } from './ports.ts'
import { requireFit } from './preconditions.ts'
import { recover } from './recover.ts'
import { ended, type Ended, type Result } from './result.ts'
import { claimOf } from './seize.ts'
import { survey, type Survey } from './survey.ts'
import type { Rollout } from './target.ts'
import { underLock, type DeployOptions } from './under-lock.ts'
import { isUnchanged } from './unchanged.ts'
import { undo } from './undo.ts'

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
  options.remember(journal)
  const claim = claimOf(rollout)
  const host = hostOf(ports, lockHost)
  const acquired = await acquire(
    { host, journal, claim, proof: options.proof, ports },
    options.lockWaitMs,
  )
  if (acquired.state === 'refused') return result(ended('blocked', { error: acquired.error }))
  if (acquired.state === 'inherited') {
    const text = `recovering what run ${acquired.from.runId} left behind`
    ports.narrate({ kind: 'note', at: ports.clock.now(), text })
    const recovery = await recover(acquired.journal, ports, { without: options.without })
    if (recovery.result === 'stuck') return result(ended('stuck', { error: recovery.error }))
    return undefined
  }
  const own = { [lockHost]: acquired.files }
  return { rollout, ...(await underLock(rollout, surveyed, own, ports, options)) }
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
  throw changingHands()
}

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
    owed = journal
    options.remember(journal)
  }
  try {
    return await tryAgain(rollout, surveyed, ports, { ...options, remember })
  } catch (error) {
    if (!(error instanceof SeaworthyError) || owed === undefined || ports.signal.aborted)
      throw error
    const undone = await undo(owed, ports, { without: options.without })
    const end =
      undone.result === 'stuck'
        ? ended('stuck', { error: undone.error })
        : ended('halted', { error })
    return { rollout, before: {}, ...end }
  }
}
