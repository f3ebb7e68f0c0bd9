import type { HostState } from '../../fleet/state.ts'
import { startContainer } from '../../host/docker.ts'
import { audit } from '../../host/audit.ts'
import type { Journal, JournalRole } from '../../host/journal.ts'
import { abandonedLocks, keepJournal, releaseLock } from '../../host/lock.ts'
import { latestTag, pathsOf, runLabel } from '../../host/names.ts'
import { addRelease, type Release } from '../../host/releases.ts'
import type { Script } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { roomName } from '../journal.ts'
import { webWork } from '../../host/web-files.ts'
import type { Step } from '../plan.ts'
import { hasWeb, staleWeb } from './web.ts'

/** What finish needs beside the journal. */
export interface FinishContext {
  readonly journal: Journal
  /** Token in the hosts' owner files. */
  readonly fence: string
  /** UTC, for records. */
  readonly at: string
}

const defaultStopSeconds = 10

const stopOld = <W extends 'stop' | 'begin-stop'>(
  context: FinishContext,
  host: string,
  role: JournalRole,
  word: W,
) =>
  role.old.map(({ name }) => ({
    word,
    container:
      name === role.fresh.name ? roomName({ token: context.journal.rollout }, host, name) : name,
    timeSeconds: role.stopSeconds,
  }))

/**
 * From here on recovery goes forward: written just before the first old container stops. The host of the
 * lock finishes last, so its old containers begin to stop here, beside those of the others.
 */
const markWords = (context: FinishContext): readonly Word[] => {
  const { journal } = context
  const roles = (journal.hosts[journal.primary] ?? []).filter(({ overlap }) => overlap)
  return [
    ...keepJournal({ ...journal, phase: 'finishing' }),
    ...roles.flatMap((role) => stopOld(context, journal.primary, role, 'begin-stop')),
  ]
}

export const finishingMark = (context: FinishContext): Script => ({
  kind: 'script',
  title: 'journal: finishing, the point of no return',
  words: [
    { word: 'guard', owner: pathsOf(context.journal).owner, token: context.fence },
    ...markWords(context),
  ],
  changes: true,
  timeoutMs: 30_000,
})

/** What an interrupted rollout has created already; a rollout that begins has nothing there yet. */
const stagedIn = (journal: Journal, { containers }: HostState, { fresh }: JournalRole) =>
  containers.find(({ name, labels }) => name === fresh.name && labels[runLabel] === journal.rollout)

/**
 * For a role that must not run twice (a scheduler): the old one stops, then the new one is proven.
 * `marks`: the first script marks the point of no return as well.
 */
export const exchangeSteps = (
  context: FinishContext,
  state: HostState,
  marks = false,
): readonly Step[] => {
  const { journal, fence } = context
  const { host } = state
  return (journal.hosts[host] ?? [])
    .filter((role) => !role.overlap)
    .map((role, index) => ({
      phase: 'finish',
      host,
      title: `stop the old ${role.role}, start the new one and prove it`,
      commands: [
        {
          kind: 'script',
          title: `stop old ${role.role}`,
          words: [
            { word: 'guard', owner: pathsOf(journal).owner, token: fence },
            ...(marks && index === 0 ? markWords(context) : []),
            ...stopOld(context, host, role, 'stop'),
          ],
          changes: true,
          timeoutMs: stopLimit([role]),
        },
        startContainer(stagedIn(journal, state, role)?.id ?? role.fresh.name),
      ],
      gate: {
        kind: 'container',
        role: role.role,
        container: role.fresh.name,
        image: `${journal.repository}:${journal.version}`,
        timeoutMs: journal.deployTimeoutMs,
        readinessMs: journal.readinessDelayMs,
      },
    }))
}

const stopLimit = (roles: readonly JournalRole[]): number =>
  roles.reduce(
    (sum, role) => sum + role.old.length * (role.stopSeconds ?? defaultStopSeconds) * 1000,
    60_000,
  )

const finishRole = (context: FinishContext, host: string, role: JournalRole): readonly Word[] => [
  ...stopOld(context, host, role, 'stop'),
  { word: 'move', from: role.env.staged, to: role.env.final },
]

/** Staged environments of runs that could not tidy up: their lock was released under them. */
const stale = ({ journal }: FinishContext, state: HostState, roles: readonly JournalRole[]) =>
  (state.files?.envs ?? [])
    .map((name) => `${pathsOf(journal).envs}/${name}`)
    .filter((path) =>
      roles.some(({ env }) => path.startsWith(`${env.final}.`) && path !== env.staged),
    )
    .map((path): Word => ({ word: 'remove', path }))

const release = ({ journal, at }: FinishContext, roles: readonly JournalRole[]): Release => ({
  version: journal.version,
  digest: journal.digest,
  roles: roles.map(({ role }) => role),
  at,
  run: `${journal.run.repository}/${journal.run.runId}/${journal.run.attempt}`,
  actor: journal.run.actor,
  outcome: 'deployed',
})

const attempt = (does: Exclude<Word, { word: 'try' }>, as: string): Word => ({
  word: 'try',
  does,
  as: `warning-${as}`,
})

/** What may fail without undoing anything: the new version serves. Kamal's `latest`, audit, prune. */
const tidy = ({ journal, at }: FinishContext): readonly Word[] => {
  const by = { ...journal, actor: journal.run.actor }
  const image = `${journal.repository}:${journal.version}`
  const latest = `${journal.repository}:${latestTag(journal)}`
  return [
    attempt({ word: 'tag', image, as: latest }, 'tag'),
    attempt(audit(by, at, `Tagging ${image} as the latest image`), 'audit-tag'),
    attempt(
      {
        word: 'prune-containers',
        service: journal.service,
        destination: journal.destination,
        retain: journal.retainContainers,
      },
      'prune-containers',
    ),
    attempt(
      { word: 'prune-images', service: journal.service, repository: journal.repository },
      'prune-images',
    ),
    attempt(audit(by, at, 'Pruned containers'), 'audit-containers'),
    attempt(audit(by, at, 'Pruned images'), 'audit-images'),
  ]
}

/** Ends a rollout on one host: old containers stop, names and records are put right. */
export const finishStep = (
  context: FinishContext,
  state: HostState,
  extra: { readonly marks: boolean; readonly releases: boolean },
): Step => {
  const { journal, fence, at } = context
  const roles = journal.hosts[state.host] ?? []
  const paths = pathsOf(journal)
  const abandoned = abandonedLocks(journal, state.files?.root ?? [])
  const records = addRelease(state.files?.releases ?? [], release(context, roles))
  const script: Script = {
    kind: 'script',
    title: `stop old containers, record ${journal.version}, prune`,
    words: [
      { word: 'guard', owner: paths.owner, token: fence },
      ...(extra.marks ? keepJournal({ ...journal, phase: 'finishing' }) : []),
      ...roles.flatMap((role) => finishRole(context, state.host, role)),
      ...stale(context, state, roles),
      ...(hasWeb(roles) ? [{ word: 'remove', path: webWork(journal) } as const] : []),
      { word: 'write', path: paths.releases, text: records, mode: '644' },
      ...tidy({ journal, fence, at }),
      ...staleWeb(journal, state, roles).map((path) =>
        attempt({ word: 'remove', path }, 'web-files'),
      ),
      ...(extra.releases ? releaseLock(journal, abandoned) : []),
    ],
    changes: true,
    followed: false,
    timeoutMs: stopLimit(roles) + 60_000,
  }
  return { phase: 'finish', host: state.host, title: script.title, commands: [script] }
}
