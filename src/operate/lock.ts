import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import type { Config } from '../config/config.ts'
import { parseLock } from '../fleet/parse-files.ts'
import type { LockState } from '../fleet/state.ts'
import { audit } from '../host/audit.ts'
import type { RunIdentity } from '../host/journal.ts'
import { describeRun, isWaitable, readLock, renderLock, type LockDetails } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import type { Script } from '../host/script.ts'
import type { Word } from '../host/word.ts'
import { performScript } from '../rollout/perform.ts'

type Named = Pick<Config, 'service' | 'destination'>

/** Who acts, and when. */
export interface Act {
  readonly config: Named
  readonly run: RunIdentity
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Tells this act from any other. */
  readonly token: string
}

const script = (title: string, words: readonly Word[], changes: boolean): Script => ({
  kind: 'script',
  title,
  words,
  changes,
  timeoutMs: 30_000,
})

/** Who has the deploy lock. */
export const lookAtLock = async (
  host: Host,
  config: Named,
  signal: AbortSignal,
): Promise<LockState> =>
  parseLock(
    (await performScript(host, script('look at the lock', readLock(config), false), signal)).values,
  )

const unknownHolder: LockDetails = { by: 'somebody', at: '', version: '', message: '' }

/** What a lock says of itself. */
export const holderOf = (lock: Exclude<LockState, { state: 'free' }>): LockDetails =>
  lock.details ?? unknownHolder

/** `ann since 2026-01-31T12:00:00Z, version 8f3c1: Automatic deploy lock (...)`. */
export const lockText = (lock: LockState): string => {
  if (lock.state === 'free') return 'free'
  const { by, at, version, message } = holderOf(lock)
  return at === '' ? 'held; it has no details' : `${by} since ${at}, version ${version}: ${message}`
}

const noted = ({ config, run, now }: Act, text: string): Word =>
  audit({ ...config, actor: run.actor }, isoSeconds(now), text)

/** A lock by hand, as `kamal lock acquire -m REASON` takes it: nobody waits for it, Kamal included. */
const freezeScript = (act: Act, version: string, reason: string): Script => {
  const { lock } = pathsOf(act.config)
  const beside = `${lock}.${act.token}`
  const details = renderLock({
    ...{ by: act.run.actor, at: isoSeconds(act.now), version },
    message: `${reason} (Seaworthy freeze: ${describeRun(act.run)})`,
  })
  return script(
    'freeze deploys',
    [
      { word: 'dir', path: beside },
      { word: 'write', path: `${beside}/details`, text: details, mode: '644' },
      { word: 'publish', from: beside, to: lock },
      { word: 'remove', path: beside },
      ...readLock(act.config),
    ],
    true,
  )
}

const owesHint =
  'A rollout of ours has it, with what it owes to the fleet: the next deploy or rollback settles that, and then frees it.'

const taken = (host: string, lock: LockState): SeaworthyError =>
  new SeaworthyError('lock-held', `the deploy lock on ${host} is held by ${lockText(lock)}`, {
    hint:
      lock.state === 'ours'
        ? owesHint
        : 'Deploys are held already, or one is going on: wait for its end, or release the lock first.',
  })

/**
 * Holds all deploys, Kamal's too, until somebody resumes.
 * @returns what the lock says now
 * @throws SeaworthyError `lock-held` when somebody else has it.
 */
export const freeze = async (
  host: Host,
  act: Act,
  { version, reason }: { readonly version: string; readonly reason: string },
  signal: AbortSignal,
): Promise<LockState> => {
  const answer = await performScript(host, freezeScript(act, version, reason), signal)
  const lock = parseLock(answer.values)
  const ours =
    lock.state === 'foreign' &&
    lock.details?.by === act.run.actor &&
    lock.details.message.endsWith(`(Seaworthy freeze: ${describeRun(act.run)})`)
  if (!ours) throw taken(host.name, lock)
  const note = script('note it', [noted(act, `Froze deploys: ${reason}`)], true)
  await performScript(host, note, signal)
  return lock
}

/** Which locks may be released: those taken by hand, or also a deploy's that Kamal left behind. */
export type Release = 'by-hand' | 'any'

/** @throws SeaworthyError `lock-held` unless the lock may be released by whom `owner` names. */
const requireOwner = (
  host: string,
  lock: Exclude<LockState, { state: 'free' }>,
  owner: string,
  which: Release,
): void => {
  const { by } = holderOf(lock)
  const held = `the deploy lock on ${host} is held by ${lockText(lock)}`
  if (lock.state === 'ours') throw new SeaworthyError('lock-held', held, { hint: owesHint })
  if (which === 'by-hand' && isWaitable(lock.details))
    throw new SeaworthyError('lock-held', held, {
      hint: 'A deploy has it, no freeze. When you know that it has ended: `command: unlock`.',
    })
  if (by === owner) return
  throw new SeaworthyError('lock-held', `${held}; it is not ${owner}'s`, {
    hint: `To release it all the same, name its holder: \`held-by: ${by}\`.`,
  })
}

/** Removes the lock, whole: it is renamed away first. */
const releaseScript = (act: Act): Script => {
  const { lock } = pathsOf(act.config)
  const gone = `${lock}.${act.token}.done`
  return script(
    'release the deploy lock',
    [
      { word: 'move', from: lock, to: gone },
      { word: 'remove', path: gone },
      noted(act, 'Released the deploy lock'),
      ...readLock(act.config),
    ],
    true,
  )
}

/**
 * Releases the lock that `owner` holds.
 * @returns who held it; undefined when it was free
 * @throws SeaworthyError `lock-held` when it is another's, or is taken again at once.
 */
export const release = async (
  host: Host,
  act: Act,
  { owner, which }: { readonly owner: string; readonly which: Release },
  signal: AbortSignal,
): Promise<LockDetails | undefined> => {
  const lock = await lookAtLock(host, act.config, signal)
  if (lock.state === 'free') return undefined
  requireOwner(host.name, lock, owner, which)
  const answer = await performScript(host, releaseScript(act), signal)
  const now = parseLock(answer.values)
  if (now.state !== 'free') throw taken(host.name, now)
  return holderOf(lock)
}
