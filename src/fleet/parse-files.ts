import { parseJournal, type Journal } from '../host/journal.ts'
import { claimOn, parseDetails } from '../host/lock.ts'
import { parseReleases } from '../host/releases.ts'
import type { ScriptAnswer } from '../host/script.ts'
import type { HostFiles, LockState } from './state.ts'

type Values = ScriptAnswer['values']

const names = (text: string | undefined): readonly string[] =>
  (text ?? '').split('\n').filter((name) => name !== '')

const number = (text: string | undefined): number | undefined => {
  const parsed = Number.parseInt(text ?? '', 10)
  return Number.isNaN(parsed) ? undefined : parsed
}

/** Follows the claims in a lock from one journal to the last that succeeds it. */
const heirOf = (journal: Journal, values: Values, seen: ReadonlySet<string>): Journal => {
  const claim = parseJournal(values[`lock-claims/${claimOn(journal.token)}`])
  if (claim === undefined || seen.has(claim.token)) return journal
  return heirOf(claim, values, new Set([...seen, claim.token]))
}

/** Who holds the lock: its journal's token, or who has succeeded that (see succeedLock). */
export const parseLock = (values: Values): LockState => {
  if (values['lock-files'] === undefined) return { state: 'free' }
  const details =
    values['lock-details'] === undefined ? undefined : parseDetails(values['lock-details'])
  const journal = parseJournal(values['lock-journal'])
  if (journal === undefined) return { state: 'foreign', details }
  const holder = heirOf(journal, values, new Set([journal.token]))
  return { state: 'ours', journal: holder, root: journal.token, details }
}

export const parseFiles = (values: Values): HostFiles => ({
  releases: parseReleases(values['releases']),
  envs: names(values['envs']),
  root: names(values['root-files']),
  web: {
    extracted: names(values['extracted']),
    volumes: names(values['volumes']),
    pages: names(values['pages']),
  },
  freeDiskKiB: number(values['free-disk']),
  freeMemoryKiB: number(values['free-memory']),
  lock: parseLock(values),
})
