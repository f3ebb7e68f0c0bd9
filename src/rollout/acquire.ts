import { oneLine } from '../base/clean.ts'
import { SeaworthyError } from '../base/error.ts'
import { readFiles } from '../fleet/look.ts'
import { parseFiles } from '../fleet/parse-files.ts'
import type { HostFiles, LockState } from '../fleet/state.ts'
import type { Journal, RunIdentity } from '../host/journal.ts'
import { isWaitable, readLock, succeedLock, takeLock, type LockDetails } from '../host/lock.ts'
import { pathsOf } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import { fencedCode } from '../host/render-fence.ts'
import type { Script, ScriptAnswer } from '../host/script.ts'
import type { Word } from '../host/word.ts'
import { explainScript } from './explain.ts'
import { performScript } from './perform.ts'
import type { Ports } from './ports.ts'
import { sparing, type Proof } from './proof.ts'
import { seizeWord, type Claim } from './seize.ts'

export type Acquired =
  /** The lock is ours, the host is ours, and this is what lies on it. */
  | { readonly state: 'held'; readonly files: HostFiles }
  /** The lock is ours, inherited from a run that has ended: what it owes must be settled first. */
  | { readonly state: 'inherited'; readonly journal: Journal; readonly from: RunIdentity }
  | { readonly state: 'refused'; readonly error: SeaworthyError }

const pollMs = 2000
/** Tries that are left when the time is over, for a lock that is free or may be succeeded. */
const lastTries = 5

const script = (title: string, words: readonly Word[], timeoutMs: number): Script => ({
  kind: 'script',
  title,
  words,
  changes: true,
  timeoutMs,
})

/** Takes the lock, and only if it is ours goes on to make the host ours and to look. */
const takeScript = (journal: Journal, claim: Claim): Script =>
  script(
    'take the deploy lock, look',
    [
      { word: 'begin', owner: pathsOf(journal).owner, token: journal.token },
      ...takeLock(journal),
      ...readLock(journal),
      {
        word: 'holds-lock',
        journal: `${pathsOf(journal).lock}/journal.json`,
        token: journal.token,
      },
      seizeWord(claim),
      ...readFiles(claim.subject),
    ],
    claim.waitMs + 60_000,
  )

const who = (details: LockDetails | undefined): string =>
  details === undefined
    ? 'somebody (the lock has no details yet)'
    : `${details.by} since ${details.at}, version ${details.version}: ${details.message}`

const refused = (
  host: Host,
  details: LockDetails | undefined,
  why: string,
  hint: string,
): Acquired => ({
  state: 'refused',
  error: new SeaworthyError(
    'lock-held',
    `the deploy lock on ${host.name} is held by ${who(details)}`,
    {
      evidence: [why],
      hint,
    },
  ),
})

const contested = (host: Host): Acquired => ({
  state: 'refused',
  error: new SeaworthyError('lock-held', `the deploy lock on ${host.name} keeps changing hands`, {
    hint: 'see who else deploys this service, or set lock-wait',
  }),
})

interface Attempt {
  readonly host: Host
  readonly journal: Journal
  readonly claim: Claim
  readonly proof: Proof
  readonly ports: Ports
}

/** One attempt among several, which asks about a lock's owner only now and then. */
type Try = Omit<Attempt, 'proof'> & { readonly ended: ReturnType<typeof sparing> }

/** Not ours yet, and worth another try. */
interface Later {
  readonly state: 'later'
  /** What the lock said, where somebody has it. */
  readonly holder: LockState
}

const succeed = async (
  attempt: Try,
  lock: LockState & { state: 'ours' },
): Promise<Acquired | undefined> => {
  const { host, journal, ports } = attempt
  const heir: Journal = { ...lock.journal, token: journal.token, run: journal.run }
  const begin = { word: 'begin', owner: pathsOf(journal).owner, token: journal.token } as const
  const words = [begin, ...succeedLock(heir, lock)]
  const answer = await host.script(
    script('succeed a run that has ended', words, 60_000),
    ports.signal,
  )
  if (answer.code === 0) return { state: 'inherited', journal: heir, from: lock.journal.run }
  if (answer.code === fencedCode) return undefined
  throw explainScript(host.name, script('succeed', words, 0), answer)
}

/** What one look at a lock that is not ours leads to; undefined: wait and try again. */
const judge = async (
  attempt: Try,
  lock: LockState,
  mayWait: boolean,
): Promise<Acquired | undefined> => {
  if (lock.state === 'free') return undefined
  if (lock.state === 'foreign') {
    if (mayWait && isWaitable(lock.details)) return undefined
    return refused(
      attempt.host,
      lock.details,
      isWaitable(lock.details)
        ? 'it was waited for as long as lock-wait allows'
        : 'it was taken by hand, so it is not waited for',
      isWaitable(lock.details)
        ? 'set lock-wait to wait longer, or release it with "kamal lock release" once you know that nobody deploys'
        : 'wait until it is released, or release it with "kamal lock release" once you know that nobody deploys',
    )
  }
  const proof = await attempt.ended(lock.journal.run, !mayWait)
  if (proof.state === 'ended') return succeed(attempt, lock)
  if (mayWait) return undefined
  return refused(
    attempt.host,
    lock.details,
    proof.state === 'running'
      ? 'that run is still going on'
      : `it could not be proven that that run has ended: ${proof.why}`,
    proof.state === 'running'
      ? 'wait for it, or set lock-wait'
      : 'pass github-token with "actions: read", so that a lock left by an ended run can be recovered',
  )
}

const lockOf = (answer: ScriptAnswer): LockState => parseFiles(answer.values).lock

const tryOnce = async (attempt: Try, mayWait: boolean): Promise<Acquired | Later> => {
  const { host, journal, claim, ports } = attempt
  const take = takeScript(journal, claim)
  const answer = await host.script(take, ports.signal)
  if (answer.code === 0) return { state: 'held', files: parseFiles(answer.values) }
  const lock = lockOf(answer)
  const lost =
    answer.code === fencedCode && !(lock.state === 'ours' && lock.journal.token === journal.token)
  if (!lost) throw explainScript(host.name, take, answer)
  return (await judge(attempt, lock, mayWait)) ?? { state: 'later', holder: lock }
}

/**
 * What a look tells of a lock that somebody has, before anything is written to the host: who is refused
 * has changed nothing there. Undefined where it is worth asking for.
 */
export const lookAhead = async (
  { proof, ...attempt }: Attempt,
  waitMs: number,
): Promise<Acquired | undefined> => {
  const { host, journal, ports } = attempt
  const words = readLock(journal)
  const look = { ...script('see who has the deploy lock', words, 30_000), changes: false }
  const lock = lockOf(await performScript(host, look, ports.signal))
  return judge({ ...attempt, ended: sparing(proof, ports.clock) }, lock, waitMs > 0)
}

const waitingFor = (host: Host, holder: LockState): string => {
  const by = holder.state === 'free' ? '' : `, held by ${oneLine(who(holder.details))}`
  return `waiting for the deploy lock on ${host.name}${by}`
}

/**
 * Takes the deploy lock, waiting at most `waitMs` for a holder who may be waited for. A lock left by a
 * run of ours is taken over only with proof that the run has ended.
 */
export const acquire = async (
  { proof, ...attempt }: Attempt,
  waitMs: number,
): Promise<Acquired> => {
  const { clock, narrate, signal } = attempt.ports
  const ended = sparing(proof, clock)
  const until = clock.now() + waitMs
  let told = ''
  for (let late = 0; late < lastTries;) {
    const mayWait = clock.now() < until
    const tried = await tryOnce({ ...attempt, ended }, mayWait)
    if (tried.state !== 'later') return tried
    const text = waitingFor(attempt.host, tried.holder)
    if (text !== told) narrate({ kind: 'note', at: clock.now(), text })
    told = text
    if (!mayWait) late += 1
    await clock.sleep(pollMs, signal)
  }
  return contested(attempt.host)
}
