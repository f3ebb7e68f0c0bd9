import { duration } from '../../base/time.ts'
import type { Outcome, Result } from '../result.ts'
import type { Cause } from './causes.ts'
import { hostReports, servedText } from './hosts.ts'
import { places, release } from './phrases.ts'

/** What serves again after going back: one version for all, or what each host had. */
const servedBefore = (result: Result): string => {
  const before = hostReports(result, []).flatMap(({ roles }) =>
    roles.map((role) => servedText(role.before)),
  )
  const [only, ...others] = [...new Set(before)]
  if (only === undefined || others.length > 0) return 'every host serves what it served before'
  return only === 'nothing' ? 'nothing serves, as before' : `${only} serves again`
}

const wordsFor = (result: Result, seconds: number): string => {
  const { rollout } = result
  switch (result.outcome) {
    case 'deployed':
      return `${release(rollout)} is live on ${places(rollout)}, ${duration(seconds * 1000)}`
    case 'unchanged':
      return `${release(rollout)} serves on ${places(rollout)} already: nothing was changed`
    case 'planned':
      return `${release(rollout)} can go to ${places(rollout)}: nothing was changed`
    case 'halted':
      return `halted: ${rollout.version} never got a request`
    case 'undone':
      return `undone: ${rollout.version} was taken back, ${servedBefore(result)}`
    case 'blocked':
      return 'blocked: nothing was changed'
    case 'stuck':
      return `stuck: ${rollout.version} is neither complete nor taken back`
    case 'cancelled':
      return `cancelled: ${rollout.version} was not completed`
  }
}

/** The outcome in one line, with its first cause: `halted: v3 never got a request - web on h2 ...`. */
export const headlineOf = (result: Result, causes: readonly Cause[], seconds: number): string => {
  const [first] = causes
  return wordsFor(result, seconds) + (first === undefined ? '' : ` - ${first.headline}`)
}

/** What a person does next; undefined where nothing is left to do or the remedy says it already. */
export const nextSteps: Readonly<Record<Outcome, string | undefined>> = {
  deployed: undefined,
  unchanged: undefined,
  planned: 'Run it again without dry-run to deploy.',
  halted: 'Correct the cause and deploy again: nothing is left behind, and the lock is free.',
  undone: 'Correct the cause and deploy again: nothing is left behind, and the lock is free.',
  blocked: undefined,
  stuck: 'The deploy lock is kept on purpose. The next deploy recovers first.',
  cancelled:
    'The post step of this job goes back. Should it be ended too, the next deploy does so.',
}
