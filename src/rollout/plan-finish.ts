import type { FleetState, HostState } from '../fleet/state.ts'
import { releaseLock } from '../host/lock.ts'
import type { Journal } from '../host/journal.ts'
import type { Lane, Step, Wave } from './plan.ts'
import { few } from './target.ts'
import { exchangeSteps, finishingMark, finishStep, type FinishContext } from './steps/finish.ts'

const markStep = (context: FinishContext): Step => ({
  phase: 'finish',
  host: context.journal.primary,
  title: 'mark the point of no return',
  commands: [finishingMark(context)],
})

/** Frees the lock on a host that has nothing else to finish. */
export const releaseStep = (journal: Journal): Step => ({
  phase: 'finish',
  host: journal.primary,
  title: 'free the deploy lock',
  commands: [
    {
      kind: 'script',
      title: 'free the deploy lock',
      words: releaseLock(journal),
      changes: true,
      followed: false,
      timeoutMs: 30_000,
    },
  ],
})

const lane = (context: FinishContext, state: HostState): Lane => ({
  host: state.host,
  steps: [
    ...exchangeSteps(context, state),
    finishStep(context, state, { marks: false, releases: false }),
  ],
})

const lastLane = (context: FinishContext, state: HostState, marks: boolean): Lane => ({
  host: state.host,
  steps: [finishStep(context, state, { marks, releases: true })],
})

/** What the lock's host must exchange it exchanges at once: its first script marks the journal. */
const marking = (context: FinishContext, primary: HostState | undefined): Lane => {
  const exchanges = primary === undefined ? [] : exchangeSteps(context, primary, true)
  return {
    host: context.journal.primary,
    steps: exchanges.length === 0 ? [markStep(context)] : exchanges,
  }
}

const otherWaves = (
  context: FinishContext,
  primary: HostState | undefined,
  others: readonly HostState[],
): readonly Wave[] => [
  { title: 'Mark the point of no return', lanes: [marking(context, primary)] },
  ...(others.length === 0
    ? []
    : [
        {
          title: `Finish ${few(others.map(({ host }) => host))}`,
          lanes: others.map((state) => lane(context, state)),
        },
      ]),
]

/**
 * The waves that end a rollout: the mark, every other host, the lock's host last. Made of the journal,
 * so that a recovery that goes forward ends a rollout in the same words.
 */
export const planFinish = (context: FinishContext, fleet: FleetState): readonly Wave[] => {
  const { journal } = context
  const states = Object.keys(journal.hosts).flatMap((host) => fleet[host] ?? [])
  const others = states.filter((state) => state.host !== journal.primary)
  const primary = states.find((state) => state.host === journal.primary)
  const exchanges = states.some((state) => exchangeSteps(context, state).length > 0)
  const alone = others.length === 0 && !exchanges
  const last =
    primary === undefined
      ? { host: journal.primary, steps: [releaseStep(journal)] }
      : lastLane(context, primary, alone)
  return [
    ...(alone ? [] : otherWaves(context, primary, others)),
    { title: `Finish ${journal.primary}, free the lock`, lanes: [last] },
  ]
}
