import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import { lookAtDocker } from '../fleet/look.ts'
import type { FleetState } from '../fleet/state.ts'
import type { Journal } from '../host/journal.ts'
import { abandonedLocks, keepLock, releaseLock } from '../host/lock.ts'
import { performScript } from './perform.ts'
import { planFinish } from './plan-finish.ts'
import { planBack, planForward, remains, stagedOn, type RecoveryContext } from './plan-recovery.ts'
import type { Ports } from './ports.ts'
import { run } from './run.ts'
import { lookTwice, seizeAndLook, seizeScript, type Claim, type Seized } from './seize.ts'
import {
  reasons,
  stayWhereItIs,
  stuck,
  texts,
  unreachable,
  wereCutOff,
  wereOfTraffic,
  wereUnhealthy,
  type Recovery,
} from './stuck.ts'

export interface RecoveryOptions {
  /** Upper limit of each drain, in milliseconds: a post phase has about five minutes for everything. */
  readonly drainLimitMs?: number
  /** Hosts that are gone for good: they are left as they are, and the lock is freed all the same. */
  readonly without?: readonly string[]
}

const servicesOf = (journal: Journal): readonly string[] => [
  ...new Set(
    Object.values(journal.hosts)
      .flat()
      .flatMap(({ service }) => service ?? []),
  ),
]

/** Under the token's own name, so that barring the token bars its recovery too. */
const claimOn = (journal: Journal, ports: Ports): Claim => ({
  subject: journal,
  token: `${journal.token}.${ports.random.hex(4)}`,
  services: servicesOf(journal),
  waitMs: journal.deployTimeoutMs + journal.drainTimeoutMs,
})

const seize = (names: readonly string[], claim: Claim, ports: Ports): Promise<Seized> =>
  lookTwice(names, ports, (host) => seizeAndLook(host, claim, ports.signal))

const hostNames = (journal: Journal): readonly string[] => [
  ...new Set([...Object.keys(journal.hosts), journal.primary]),
]

/** Every new container must be there and run before a fleet may go forward. */
const allStagedRun = (journal: Journal, fleet: FleetState): boolean =>
  Object.entries(journal.hosts).every(([host, roles]) => {
    const state = fleet[host]
    if (state === undefined) return false
    const running = stagedOn(journal, state).filter((container) => container.state === 'running')
    return roles.every(
      ({ role, overlap }) =>
        !overlap || running.some((container) => container.labels['role'] === role),
    )
  })

const lookAgain = (fleet: FleetState, journal: Journal, ports: Ports): Promise<Seized> =>
  lookTwice(Object.keys(fleet), ports, async (host) => ({
    ...(await lookAtDocker(host, journal, ports.signal)),
    files: fleet[host.name]?.files,
  }))

const goForward = async (
  context: RecoveryContext,
  fleet: FleetState,
  ports: Ports,
  first: readonly string[],
): Promise<Recovery> => {
  const { journal, fence } = context
  const finish = { journal, fence, at: isoSeconds(ports.clock.now()) }
  const title = `Go forward to ${journal.version}`
  const waves = [...planForward(context, fleet), ...planFinish(finish, fleet)]
  const result = await run({ title, waves }, ports)
  if (result.ok) return { result: 'forward' }
  const unhealthy = wereUnhealthy(result.failures)
  const orElse = unhealthy
    ? 'or deploy a version that is healthy: it'
    : 'and run the deploy again: it'
  const end = stuck(
    `${journal.version} could not be completed on every host`,
    [...first, ...texts(result.failures)],
    `mend what the hosts report, ${orElse} goes on from here`,
  )
  return { ...end, unhealthy }
}

/** What was said under the fence so far, and is still on its way, is refused from now on. */
const fenceAnew = async (
  context: RecoveryContext,
  fleet: FleetState,
  ports: Ports,
): Promise<{ readonly context: RecoveryContext; readonly seized: Seized }> => {
  const claim = claimOn(context.journal, ports)
  const seized = await seize(Object.keys(fleet), claim, ports)
  return { context: { ...context, fence: claim.token }, seized }
}

/** Where what served before does not answer any more, all may go on to what was staged. */
const wayForward = async (
  context: RecoveryContext,
  fleet: FleetState,
  ports: Ports,
  first: readonly string[],
): Promise<Recovery | undefined> => {
  const { journal } = context
  if (journal.phase !== 'switching' || !allStagedRun(journal, fleet)) return undefined
  const { context: fenced, seized } = await fenceAnew(context, fleet, ports)
  const lost = seized.failures.map(({ host }) => host)
  if (lost.length > 0) return unreachable(lost, [...first, ...reasons(seized)])
  if (!allStagedRun(journal, seized.fleet)) return undefined
  return goForward(fenced, seized.fleet, ports, first)
}

/**
 * A way back that is cut off, not refused, is taken once more. Its first command may still be on its
 * way, and would be obeyed when the lock is another's already: the hosts are fenced anew before.
 */
const goBack = async (
  context: RecoveryContext,
  fleet: FleetState,
  ports: Ports,
  again = true,
): Promise<Recovery> => {
  const { journal } = context
  const result = await run(planBack(context, fleet), ports)
  const isCutOff = again && !result.ok && wereCutOff(result.failures)
  const { context: next, seized: now } = isCutOff
    ? await fenceAnew(context, fleet, ports)
    : { context, seized: await lookAgain(fleet, journal, ports) }
  const lost = now.failures.map(({ host }) => host)
  if (lost.length > 0)
    return unreachable(lost, [...(result.ok ? [] : texts(result.failures)), ...reasons(now)])
  if (isCutOff) return goBack(next, now.fleet, ports, false)
  if (!result.ok) {
    const forward = wereOfTraffic(result.failures)
      ? await wayForward(context, now.fleet, ports, texts(result.failures))
      : undefined
    return forward ?? stayWhereItIs(result.failures)
  }
  const left = remains(journal, now.fleet)
  if (left.length === 0) return { result: 'back' }
  return stuck('going back is not complete', left, 'run the deploy again: it recovers first')
}

const settle = async (
  recovery: Recovery,
  journal: Journal,
  fleet: FleetState,
  ports: Ports,
): Promise<Recovery> => {
  const root = fleet[journal.primary]?.files?.root ?? []
  const primary = ports.hosts.get(journal.primary)
  if (primary === undefined || recovery.result === 'forward') return recovery
  const script =
    recovery.result === 'stuck'
      ? keepLock(journal, `Kept on purpose: ${recovery.error.message}`)
      : ({
          kind: 'script',
          title: 'free the deploy lock',
          words: releaseLock(journal, abandonedLocks(journal, root)),
          changes: true,
          timeoutMs: 30_000,
        } as const)
  try {
    await performScript(primary, script, ports.signal)
    return recovery
  } catch (error) {
    if (!(error instanceof SeaworthyError) || recovery.result === 'stuck') return recovery
    return stuck(
      `the deploy lock on ${journal.primary} could not be freed`,
      [error.message],
      'run the deploy again: it recovers first',
    )
  }
}

/** What deploys nothing owes nothing but the lock; its hosts may have no Docker yet to look at. */
const owesOnlyLock = ({ hosts }: Journal): boolean => Object.values(hosts).flat().length === 0

/** Ends what still runs of such a run on the hosts that can be reached, and frees the lock. */
const letGo = async (journal: Journal, claim: Claim, ports: Ports): Promise<Recovery> => {
  const reached = hostNames(journal).flatMap((name) => ports.hosts.get(name) ?? [])
  const seizing = reached.map((host) => performScript(host, seizeScript(claim), ports.signal))
  await Promise.allSettled(seizing)
  ports.signal.throwIfAborted()
  const { primary } = journal
  if (!ports.hosts.has(primary))
    return stuck(
      `${primary} could not be reached, so the deploy lock on it is kept`,
      [],
      `bring ${primary} back and run it again: it frees the lock first`,
    )
  return settle({ result: 'back' }, journal, {}, ports)
}

/**
 * The only way back. Makes every host this run's own, looks, and plans from what is there: back before
 * the point of no return, forward after it. The lock is freed at the end, or kept on purpose.
 */
export const recover = async (
  journal: Journal,
  given: Ports,
  options: RecoveryOptions = {},
): Promise<Recovery> => {
  const wanted = hostNames(journal).filter((name) => !options.without?.includes(name))
  // What another run owes may be on hosts that this one has not meant.
  const absent = wanted.filter((name) => !given.hosts.has(name))
  const ports: Ports = { ...given, hosts: await given.revive(absent) }
  const drainTimeoutMs = Math.min(journal.drainTimeoutMs, options.drainLimitMs ?? Infinity)
  const claim = claimOn(journal, ports)
  if (owesOnlyLock(journal)) return letGo(journal, claim, ports)
  const context = { journal, fence: claim.token, drainTimeoutMs }
  const seized = await seize(wanted, claim, ports)
  const { fleet } = seized
  const missing = wanted.filter((name) => fleet[name] === undefined)
  const evidence = reasons(seized)
  const recovery =
    journal.phase === 'finishing' && missing.length === 0
      ? await goForward(context, fleet, ports, [])
      : journal.phase === 'finishing'
        ? unreachable(missing, evidence)
        : await goBack(context, fleet, ports)
  const seen = recovery.result === 'stuck' ? recovery.error.evidence : []
  // Nobody may go on from a fleet of which a part is not known.
  const judged = missing.length > 0 ? unreachable(missing, [...seen, ...evidence]) : recovery
  return settle(judged, journal, fleet, ports)
}
