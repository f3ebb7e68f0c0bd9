import { behind, routeOf } from '../fleet/serving.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import type { ListedContainer } from '../host/docker-parse.ts'
import type { Journal, JournalRole } from '../host/journal.ts'
import { pathsOf, runLabel } from '../host/names.ts'
import type { Script } from '../host/script.ts'
import { webWork } from '../host/web-files.ts'
import type { Word } from '../host/word.ts'
import { roomName } from './journal.ts'
import type { Lane, Plan, Step, Wave } from './plan.ts'

/** What recovery works from: what is owed, who it is now, and how long a drain may take. */
export interface RecoveryContext {
  readonly journal: Journal
  /** Token in the hosts' owner files from now on. */
  readonly fence: string
  readonly drainTimeoutMs: number
}

const graceMs = 30_000

/** Containers that the interrupted rollout staged. */
export const stagedOn = (journal: Journal, state: HostState): readonly ListedContainer[] =>
  state.containers.filter((container) => container.labels[runLabel] === journal.rollout)

const sameTargets = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((target) => b.includes(target))

/** True when requests go to what was staged, or to nothing that is there. */
const hasMoved = (journal: Journal, state: HostState, role: JournalRole): boolean => {
  if (role.service === undefined || state.proxy.state === 'absent') return false
  if (state.proxy.state === 'stopped' || state.proxy.services === undefined)
    return role.route !== undefined
  const now = routeOf(state, role.service)
  if (now === undefined) return role.route !== undefined
  if (role.route !== undefined && sameTargets(now.targets, role.route.targets)) return false
  const staged = new Set(stagedOn(journal, state).map(({ id }) => id))
  return now.targets.some((target) => {
    const container = behind(state, target)
    return container === undefined || staged.has(container.id)
  })
}

const goBack = (context: RecoveryContext, role: JournalRole): readonly Word[] => {
  if (role.service === undefined) return []
  if (role.route === undefined) return [{ word: 'unroute', service: role.service }]
  const { journal, drainTimeoutMs } = context
  const seconds = (ms: number): string => `${String(Math.ceil(ms / 1000))}s`
  return [
    {
      word: 'switch-back',
      service: role.service,
      targets: role.route.targets,
      flags: [
        `--deploy-timeout=${seconds(journal.deployTimeoutMs)}`,
        `--drain-timeout=${seconds(drainTimeoutMs)}`,
        ...role.route.flags,
      ],
    },
  ]
}

const step = (host: string, title: string, script: Omit<Script, 'kind' | 'changes'>): Step => ({
  phase: 'recover',
  host,
  title,
  commands: [{ kind: 'script', changes: true, ...script }],
})

const guard = ({ journal, fence }: RecoveryContext): Word => ({
  word: 'guard',
  owner: pathsOf(journal).owner,
  token: fence,
})

/** What was lent to other versions is taken back, and what was there is there again. */
const assetsBack = ({ assets }: JournalRole): readonly Word[] => {
  if (assets === undefined) return []
  const notes = new Map(assets.mixes.map(({ to, note }) => [note, to]))
  return [
    { word: 'discard', container: assets.helper },
    ...[...notes].map(([note, to]) => ({ word: 'unmix', to, note }) as const),
    { word: 'swap-back', ...assets.extracted },
  ]
}

const swapsBack = ({ swaps = [] }: JournalRole): readonly Word[] =>
  swaps.map((swap) => ({ word: 'swap-back', ...swap }))

const webBack = (journal: Journal, roles: readonly JournalRole[]): readonly Word[] => {
  const words = roles.flatMap((role) => [...assetsBack(role), ...swapsBack(role)])
  return words.length === 0 ? [] : [...words, { word: 'remove', path: webWork(journal) }]
}

const backLane = (context: RecoveryContext, state: HostState): readonly Lane[] => {
  const { journal, drainTimeoutMs } = context
  const moved = (journal.hosts[state.host] ?? []).filter((role) => hasMoved(journal, state, role))
  if (moved.length === 0) return []
  const words: readonly Word[] = [
    guard(context),
    ...(state.proxy.state === 'stopped' ? [{ word: 'boot-proxy', run: [] } as const] : []),
    ...moved.flatMap((role) => swapsBack(role)),
    ...moved.flatMap((role) => goBack(context, role)),
  ]
  const timeoutMs = moved.length * (journal.deployTimeoutMs + drainTimeoutMs) + graceMs
  const title = `send ${moved.map(({ role }) => role).join(', ')} back to what served before`
  return [{ host: state.host, steps: [step(state.host, title, { title, words, timeoutMs })] }]
}

const restoreNames = (journal: Journal, state: HostState, role: JournalRole): readonly Word[] => {
  const { replaced } = role
  if (replaced === undefined) return []
  const now = state.containers.find(({ id }) => id === replaced.id)
  if (now === undefined || now.name === replaced.name) return []
  const from = roomName({ token: journal.rollout }, state.host, replaced.name)
  return [{ word: 'rename', from, to: replaced.name }]
}

const cleanLane = (context: RecoveryContext, state: HostState): readonly Lane[] => {
  const { journal } = context
  const roles = journal.hosts[state.host] ?? []
  const staged = stagedOn(journal, state)
  const envs = roles.flatMap(({ env }) =>
    [env.staged, `${env.staged}.new`].filter((path) =>
      (state.files?.envs ?? []).some((name) => path.endsWith(`/${name}`)),
    ),
  )
  const words: readonly Word[] = [
    ...staged.map(({ name }) => ({ word: 'discard', container: name }) as const),
    ...roles.flatMap((role) => restoreNames(journal, state, role)),
    ...webBack(journal, roles),
    ...envs.map((path) => ({ word: 'remove', path }) as const),
  ]
  if (words.length === 0) return []
  const title = 'remove what was staged'
  const script = { title, words: [guard(context), ...words], timeoutMs: 120_000 }
  return [{ host: state.host, steps: [step(state.host, title, script)] }]
}

const wave = (title: string, lanes: readonly Lane[]): readonly Wave[] =>
  lanes.length === 0 ? [] : [{ title, lanes }]

/**
 * The way back, from what is there: traffic to what served before, then the staged containers go. It
 * starts nothing that ran before, because nothing that served was stopped. The lock is not freed here.
 */
export const planBack = (context: RecoveryContext, fleet: FleetState): Plan => {
  const states = Object.values(fleet)
  return {
    title: `Go back from ${context.journal.version}`,
    waves: [
      ...wave(
        'Send traffic back',
        states.flatMap((state) => backLane(context, state)),
      ),
      ...wave(
        'Remove what was staged',
        states.flatMap((state) => cleanLane(context, state)),
      ),
    ],
  }
}

const forwardLane = (context: RecoveryContext, state: HostState): readonly Lane[] => {
  const { journal, drainTimeoutMs } = context
  const staged = stagedOn(journal, state)
  const words = (journal.hosts[state.host] ?? []).flatMap((role): readonly Word[] => {
    const { service, fresh, swaps = [] } = role
    const swapped = swaps.map((swap): Word => ({ word: 'swap', ...swap }))
    const now = service === undefined ? undefined : routeOf(state, service)
    const there = now?.targets.some((target) =>
      staged.some(({ id }) => behind(state, target)?.id === id),
    )
    if (service === undefined || fresh.port === undefined || there === true) return swapped
    return [
      ...swapped,
      { word: 'switch', service, container: fresh.name, port: fresh.port, flags: fresh.flags },
    ]
  })
  if (words.length === 0) return []
  const title = `switch to ${journal.version}`
  const timeoutMs = words.length * (journal.deployTimeoutMs + drainTimeoutMs) + graceMs
  const script = { title, words: [guard(context), ...words], timeoutMs }
  return [{ host: state.host, steps: [step(state.host, title, script)] }]
}

/** The way forward, where what served before does not answer any more but all that is new does. */
export const planForward = (context: RecoveryContext, fleet: FleetState): readonly Wave[] =>
  wave(
    `Go forward to ${context.journal.version}`,
    Object.values(fleet).flatMap((state) => forwardLane(context, state)),
  )

/** What still differs from before the rollout; empty when the way back is complete. */
export const remains = (journal: Journal, fleet: FleetState): readonly string[] =>
  Object.values(fleet).flatMap((state) => [
    ...stagedOn(journal, state).map(({ name }) => `${state.host}: ${name} is still there`),
    ...(journal.hosts[state.host] ?? [])
      .filter((role) => hasMoved(journal, state, role))
      .map(({ role }) => `${state.host}: ${role} is not served by what served before`),
  ])
