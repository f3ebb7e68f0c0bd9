import type { Happening } from '../support/simulated/world.ts'
import type { Verdict } from './play.ts'
import { commandOf, type Trial } from './trials.ts'

/** One line of a history whose first moment is `from`. */
export const lineOf = (one: Happening, from: number): string => {
  const at = `${String(Math.round(one.at - from)).padStart(8)} ms  ${one.host.padEnd(3)}`
  switch (one.what) {
    case 'exchange':
      return `${at} ${String(one.exchange).padStart(4)} ${one.title} -> ${one.result}`
    case 'routed':
      return `${at}      ${one.service} routed to ${one.targets.join(', ') || 'nothing'}`
    case 'serves':
      return `${at}      ${one.service} is answered by: ${one.answer}`
    case 'locked':
      return `${at}      the lock is held by ${one.holder ?? 'nobody'}`
    case 'started':
      return `${at}      ${one.container} started (${one.by})`
    default:
      return `${at}      ${one.container} ${one.what}`
  }
}

/** Everything that happened in a world, a line each. */
export const historyOf = ({ built }: Verdict): string => {
  const { history } = built.world
  const from = history[0]?.at ?? 0
  const jobs = built.jobs.map(
    ({ token, killed, exitCode, outcome, post }) =>
      `${token}: ${killed ? 'killed' : `exit ${String(exitCode)}`}, ${outcome || 'no outcome'}, post: ${post}`,
  )
  return [...history.map((one) => lineOf(one, from)), ...jobs].join('\n')
}

/** Scenario, fault, what did not hold, and the command that has it again; with the history if wanted. */
export const failureOf = (trial: Trial, verdict: Verdict, withHistory: boolean): string =>
  [
    `BROKEN: ${commandOf(trial)}`,
    ...verdict.broken.map((one) => `  ${one}`),
    ...(withHistory ? [historyOf(verdict)] : []),
    `  again: bin/strike ${commandOf(trial)}`,
  ].join('\n')
