import { pathsOf } from './names.ts'
import { renderJournal, type Journal, type RunIdentity } from './journal.ts'
import type { Script } from './script.ts'
import type { Word } from './word.ts'

type Named = Pick<Journal, 'service' | 'destination'>

/** Kamal waits for locks that carry this text and for no others (cli/base.rb, 2.12). */
export const automatic = 'Automatic deploy lock'

export interface LockDetails {
  readonly by: string
  readonly at: string
  readonly version: string
  readonly message: string
}

/** Base64 in lines of 60 columns, as Ruby's `Base64.encode64` writes it. */
const mime = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,60}/g) ?? []
  )
    .map((line) => `${line}\n`)
    .join('')

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** For the message of a lock: which run has it. */
export const describeRun = (run: RunIdentity): string =>
  `${run.repository} run ${run.runId} attempt ${run.attempt} job ${run.job} on ${run.runner}`

/** The file `details` of a lock: the three lines that Kamal shows. */
export const renderLock = ({ by, at, version, message }: LockDetails): string =>
  mime(
    [`Locked by: ${by} at ${at}`, `Version: ${version}`, `Message: ${message}`]
      .map(oneLine)
      .join('\n'),
  )

/** Details of a rollout's lock; `kept` drops the text that makes Kamal wait. */
export const renderDetails = (journal: Journal, kept?: string): string =>
  renderLock({
    by: journal.run.actor,
    at: journal.startedAt,
    version: journal.version,
    message: `${kept ?? automatic} (Seaworthy: ${describeRun(journal.run)})`,
  })

/** Reads a lock's details, whoever wrote them; undefined when they are no such text. */
export const parseDetails = (base64: string): LockDetails | undefined => {
  const text = Buffer.from(base64, 'base64').toString('utf8')
  const found = /^Locked by: (.*) at (\S+)\nVersion: (.*)\nMessage: ([\s\S]*)$/.exec(text.trim())
  if (found === null) return undefined
  const [, by = '', at = '', version = '', message = ''] = found
  return { by, at, version, message }
}

/** Kamal's own rule: only automatic locks are worth waiting for. */
export const isWaitable = (details: LockDetails | undefined): boolean =>
  details?.message.includes(automatic) ?? false

/** Words that read the lock; see LockState for what they find. */
export const readLock = (config: Named): readonly Word[] => {
  const { lock, root } = pathsOf(config)
  return [
    { word: 'read', path: `${lock}/details`, as: 'lock-details' },
    { word: 'read', path: `${lock}/journal.json`, as: 'lock-journal' },
    { word: 'read-each', path: lock, file: 'journal.json', as: 'lock-claims' },
    { word: 'list', path: lock, as: 'lock-files' },
    { word: 'list', path: root, as: 'root-files' },
  ]
}

const prepared = (config: Named, token: string): string => `${pathsOf(config).lock}.${token}`

/** Publishes lock and journal as one folder; who holds it afterwards must be read back. */
export const takeLock = (journal: Journal): readonly Word[] => {
  const beside = prepared(journal, journal.token)
  return [
    { word: 'dir', path: beside },
    { word: 'write', path: `${beside}/details`, text: renderDetails(journal), mode: '644' },
    { word: 'write', path: `${beside}/journal.json`, text: renderJournal(journal), mode: '600' },
    { word: 'publish', from: beside, to: pathsOf(journal).lock },
    { word: 'remove', path: beside },
  ]
}

/** Folder in a lock that names who succeeds a token; it stays there as long as the lock does. */
export const claimOn = (token: string): string => `succeeds-${token}`

/**
 * Succeeds the holder of a lock whose run has ended, in place: at no instant is the lock free. Of all
 * who want to succeed the same token one can ever win, because its claim is never removed before the
 * lock; the others' scripts end with exit code 79. `root` is the token of the journal beside the
 * details: it is still the ancestor's when a successor was killed between claim and journal.
 */
export const succeedLock = (
  journal: Journal,
  holder: { readonly journal: Journal; readonly root: string },
): readonly Word[] => {
  const { lock } = pathsOf(journal)
  const beside = prepared(journal, journal.token)
  const claim = `${lock}/${claimOn(holder.journal.token)}`
  return [
    holds(journal, holder.root),
    { word: 'dir', path: beside },
    { word: 'write', path: `${beside}/journal.json`, text: renderJournal(journal), mode: '600' },
    { word: 'publish', from: beside, to: claim },
    { word: 'remove', path: beside },
    { word: 'holds-lock', journal: `${claim}/journal.json`, token: journal.token },
    // Again: while the claim was made, the whole lock could have become another's.
    holds(journal, holder.root),
    ...writeJournal(journal),
    details(journal),
  ]
}

const details = (journal: Journal, kept?: string): Word => ({
  word: 'write',
  path: `${pathsOf(journal).lock}/details`,
  text: renderDetails(journal, kept),
  mode: '644',
})

const writeJournal = (journal: Journal): readonly Word[] => [
  {
    word: 'write',
    path: `${pathsOf(journal).lock}/journal.json`,
    text: renderJournal(journal),
    mode: '600',
  },
]

const holds = (config: Named, token: string): Word => ({
  word: 'holds-lock',
  journal: `${pathsOf(config).lock}/journal.json`,
  token,
})

/** Rewrites the journal, as long as the lock is still ours. */
export const keepJournal = (journal: Journal): readonly Word[] => [
  holds(journal, journal.token),
  ...writeJournal(journal),
]

/** Makes a lock that is ours that of another rollout: what is owed first, then what Kamal shows. */
export const renewLock = (journal: Journal): readonly Word[] => [
  ...keepJournal(journal),
  details(journal),
]

/**
 * Lock folders that were being built or taken apart when somebody was killed; `names` were found in
 * `.kamal` long ago, so that none of them is a rival's who builds one at this moment.
 */
export const abandonedLocks = (config: Named, names: readonly string[]): readonly string[] => {
  const { root, lock } = pathsOf(config)
  return names.map((name) => `${root}/${name}`).filter((path) => path.startsWith(`${lock}.`))
}

/** The folder in which a token's lock is built. */
export const unfinishedLock = (journal: Journal): Word => ({
  word: 'remove',
  path: prepared(journal, journal.token),
})

/** Frees the lock: renamed away first, so that it vanishes whole. What was abandoned goes with it. */
export const releaseLock = (
  journal: Journal,
  abandoned: readonly string[] = [],
): readonly Word[] => {
  const gone = `${prepared(journal, journal.token)}.done`
  return [
    holds(journal, journal.token),
    { word: 'move', from: pathsOf(journal).lock, to: gone },
    { word: 'remove', path: gone },
    ...abandoned.map((path) => ({ word: 'remove', path }) as const),
  ]
}

/** Keeps the lock on purpose: Kamal no longer waits for it, and shows why. */
export const keepLock = (journal: Journal, why: string): Script => ({
  kind: 'script',
  title: 'keep the deploy lock',
  words: [holds(journal, journal.token), details(journal, why)],
  changes: true,
  timeoutMs: 30_000,
})
