import { SeaworthyError } from '../base/error.ts'
import type { FleetState } from '../fleet/state.ts'
import type { Journal, Phase } from '../host/journal.ts'
import { keepJournal, renewLock } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import type { RolloutEvent } from './events.ts'
import { freeLock } from './free-lock.ts'
import { journalOf } from './journal.ts'
import { performScript } from './perform.ts'
import { planDeploy } from './plan-deploy.ts'
import type { Plan } from './plan.ts'
import { hostOf, type Ports } from './ports.ts'
import { lackOfRoom } from './room.ts'
import type { Proof } from './proof.ts'
import { ended, type Ended } from './result.ts'
import { run, type Failure } from './run.ts'
import { claimOf, seizeAll, type Own, type Seized } from './seize.ts'
import type { Survey } from './survey.ts'
import type { Rollout } from './target.ts'
import { isUnchanged } from './unchanged.ts'
import { undo } from './undo.ts'

export interface DeployOptions {
  readonly dryRun: boolean
  readonly lockWaitMs: number
  /** Hosts that can't be reached and are left out. */
  readonly without: readonly string[]
  readonly proof: Proof
  /** Called before the lock is taken and whenever the phase changes: what a post phase goes by. */
  readonly remember: (journal: Journal) => void
  /** Called with the plan before its first command is sent. */
  readonly announce: (plan: Plan) => void
}

const hasSwitched = (failures: readonly Failure[]): boolean =>
  failures.some(({ step }) => step.phase === 'switch' || step.phase === 'finish')

/** Whose lock it is now is not known, nor what serves. */
export const takenOver = ({ primary }: Journal): SeaworthyError =>
  new SeaworthyError('fenced', `another run has the deploy lock on ${primary} now`, {
    hint: 'see who released the lock while this run held it; the other run decides what serves',
  })

/** Undoes what a failed plan did, and says what the run came to. */
const goBack = async (
  journal: Journal,
  plan: Plan,
  failures: readonly Failure[],
  ports: Ports,
  options: DeployOptions,
): Promise<Ended> => {
  ports.narrate({
    kind: 'note',
    at: ports.clock.now(),
    text: 'it failed: looking again, going back',
  })
  const undone = await undo(journal, ports, { without: options.without })
  if (undone.result === 'stuck') return ended('stuck', { plan, failures, error: undone.error })
  if (undone.result === 'back')
    return ended(hasSwitched(failures) ? 'undone' : 'halted', { plan, failures })
  if (undone.result === 'finished' && journal.phase !== 'finishing')
    return ended('stuck', { plan, failures, error: takenOver(journal) })
  return ended('deployed', {
    plan,
    warnings: failures.map(({ step, error }) => `${step.host}: ${error.message}`),
  })
}

/** Tells the rememberer when the plan enters a phase that recovery must know of. */
const noting = (journal: Journal, ports: Ports, remember: DeployOptions['remember']) => {
  let phase: Phase = journal.phase
  const enter = (next: Phase): void => {
    if (next === phase) return
    phase = next
    remember({ ...journal, phase })
  }
  const narrate = (event: RolloutEvent): void => {
    if (event.kind === 'step' && event.step.phase === 'switch') enter('switching')
    if (event.kind === 'step' && event.step.phase === 'finish') enter('finishing')
    ports.narrate(event)
  }
  return { ports: { ...ports, narrate }, journal: () => ({ ...journal, phase }) }
}

const carryOut = async (
  rollout: Rollout,
  fleet: FleetState,
  ports: Ports,
  options: DeployOptions,
): Promise<Ended> => {
  const plan = planDeploy(rollout, fleet)
  options.announce(plan)
  const noted = noting(journalOf(rollout, fleet), ports, options.remember)
  const result = await run(plan, noted.ports)
  if (result.ok) return ended('deployed', { plan, warnings: result.warnings })
  if (ports.signal.aborted) return ended('cancelled', { plan, failures: result.failures })
  return goBack(noted.journal(), plan, result.failures, ports, options)
}

/** Where a second look shows that nothing can be begun, or need be. */
const endAtOnce = (rollout: Rollout, { fleet, failures }: Seized): Ended | undefined => {
  const error = failures[0]?.error ?? lackOfRoom(rollout, fleet)
  if (error !== undefined) return ended('halted', { error })
  return isUnchanged(rollout, fleet) ? ended('unchanged') : undefined
}

/** How the lock came to be held. */
export interface Holding {
  /** What was read on hosts that are this run's own already. */
  readonly own: Own
  /** Its journal is still that of a run that could not be recovered: this one goes on from there. */
  readonly renew: boolean
}

/** With the lock held: makes every host this run's own, looks again, and plans from that look. */
export const underLock = async (
  rollout: Rollout,
  surveyed: Survey,
  { own, renew }: Holding,
  ports: Ports,
  options: DeployOptions,
): Promise<Ended & { readonly before: FleetState }> => {
  const hosts = rollout.targets.map(({ host }) => hostOf(ports, host))
  const looks = await seizeAll(hosts, claimOf(rollout), ports.signal, own)
  const journal = journalOf(rollout, looks.fleet)
  const [failed] = looks.failures
  // What the other run owes is still in the lock, and stays there.
  if (failed !== undefined && renew) throw failed.error
  const end = renew ? undefined : endAtOnce(rollout, looks)
  if (end !== undefined) {
    await freeLock(journal, ports)
    return { ...end, before: looks.fleet }
  }
  const corrected = JSON.stringify(journal) !== JSON.stringify(journalOf(rollout, surveyed.fleet))
  if (renew || corrected) {
    const guard = { word: 'guard', owner: pathsOf(journal).owner, token: journal.token } as const
    const words = [guard, ...(renew ? renewLock(journal) : keepJournal(journal))]
    const title = 'correct the journal'
    await performScript(
      hostOf(ports, rollout.lockHost),
      { kind: 'script', title, words, changes: true, timeoutMs: 30_000 },
      ports.signal,
    )
    options.remember(journal)
  }
  return { ...(await carryOut(rollout, looks.fleet, ports, options)), before: looks.fleet }
}
