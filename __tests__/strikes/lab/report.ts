import { lineOf } from '../report.ts'
import type { LabJob, LabRecord } from './record.ts'
import { codeOf, type LabTrial } from './strike.ts'

/** What came of a trial: a record and what is wrong with it, or why there is none. */
export type LabVerdict =
  | { readonly record: LabRecord; readonly broken: readonly string[] }
  | { readonly record: undefined; readonly broken: readonly string[] }

const jobLine = ({ token, version, isGone, exitCode, outcome, post }: LabJob): string => {
  const end = exitCode === undefined ? (isGone ? 'its runner died' : 'killed') : `exit ${exitCode}`
  return `${token}: ${version}, ${end}, ${outcome || 'no outcome'}, post: ${post}`
}

/** Every script of a plan is in the log; the history has what was said and when. */
const shortened = (log: string): string =>
  log.replace(/^::group::Every command of this plan\n.*?^::endgroup::\n/gms, '')

/** Everything that happened, a line each; then what jobs came to, their logs, and the traffic. */
export const historyOf = ({ built, jobs, traffic }: LabRecord): string => {
  const { history } = built.world
  const from = history[0]?.at ?? 0
  const failures = traffic.failed.slice(0, 20).map((one) => JSON.stringify(one))
  const sockets = traffic.sockets.failed.slice(0, 20).map((one) => JSON.stringify(one))
  return [
    ...history.map((one) => lineOf(one, from)),
    ...jobs.map(jobLine),
    ...jobs.map(({ token, log }) => `--- log of ${token}\n${shortened(log)}---`),
    `${String(traffic.sent)} requests, ${String(traffic.failed.length)} failed`,
    ...failures,
    ...sockets,
  ].join('\n')
}

/** Scenario, fault, what did not hold, the history, and the command that has it again. */
export const failureOf = (trial: LabTrial, verdict: LabVerdict, seed: string): string =>
  [
    `BROKEN: ${codeOf(trial)} (seed ${seed})`,
    ...verdict.broken.map((one) => `  ${one}`),
    ...(verdict.record === undefined ? [] : [historyOf(verdict.record)]),
    `  again: bin/strike --lab --only '${codeOf(trial)}'`,
  ].join('\n')

const words = ({ record, broken }: LabVerdict): string => {
  if (broken.length > 0) return 'BROKEN'
  return record?.struck === false ? 'held (the point did not come)' : 'held'
}

/** A line per trial, as it goes on. */
export const lineFor = (trial: LabTrial, verdict: LabVerdict, seconds: number): string => {
  const jobs = verdict.record?.jobs ?? []
  const ends = jobs.map(({ outcome, post }) => `${outcome || 'no outcome'}/${post}`).join(', then ')
  const { sent = 0, failed = [] } = verdict.record?.traffic ?? {}
  const requests = `${String(sent)} requests, ${String(failed.length)} failed`
  return `${codeOf(trial).padEnd(38)} ${words(verdict)}; ${ends}; ${requests}; ${seconds.toFixed(1)} s`
}
