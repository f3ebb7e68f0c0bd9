import { fewChannels, oneHolder } from '../judges/commands.ts'
import { exitAt, locksAt, neighboursAt, versionAt } from '../judges/end.ts'
import { hostsStayUp, type Witness } from '../judges/judge.ts'
import { alwaysATarget, gatedOnly, noneLost, noneRestarted, oldStays } from '../judges/requests.ts'
import type { LabRecord } from './record.ts'
import { noAnswer } from './socket-client.ts'

/** What is wrong with a trial on the lab; nothing when the invariant held. */
export type LabJudge = (record: LabRecord) => readonly string[]

/** Before its first deploy, and after one that was undone, nobody is owed anything. */
const isOwed = (record: LabRecord, why: string): boolean =>
  record.built.scenario.serves !== null || why !== '404'

/**
 * D2 as visitors see it: no answer of 500 or more, no reset, no refusal; every WebSocket opens at once.
 * Who has waited for half a minute does not count: a busy machine does that, too.
 */
export const noneFailed: LabJudge = (record) => {
  if (!hostsStayUp(record)) return []
  const { failed, sockets } = record.traffic
  const requests = failed
    .filter(({ kind }) => kind !== 'timeout')
    .filter(({ detail }) => isOwed(record, detail))
    .map(({ address, kind, detail }) => `a visitor of ${address} met ${kind}: ${detail}`)
  const unopened = sockets.failed
    .filter(({ why }) => why !== noAnswer && isOwed(record, why))
    .map(({ address, why }) => `a WebSocket to ${address} did not open: ${why}`)
  return [...requests, ...unopened]
}

/** D14: no secret in logs, outputs, command lines or files; nothing left on the runner. */
export const noSecrets: LabJudge = ({ jobs, exposed }) => [
  ...jobs.flatMap(({ token, leaks }) => leaks.map((leak) => `${token}: ${leak}`)),
  ...jobs.flatMap(({ token, leftovers }) => leftovers.map((left) => `${token} left ${left}`)),
  ...exposed,
]

const ways: Readonly<Record<string, readonly string[]>> = {
  good: ['deployed', 'unchanged'],
  bad: ['halted'],
}

/** What nothing struck comes to what was to be; so does the run after a struck one. */
const untroubled: LabJudge = ({ trial, struck, jobs, last, end }) => {
  if (struck && jobs.length < 2) return []
  const wanted = ways[trial.scenario.isBad ? 'bad' : 'good'] ?? []
  const isNew = trial.scenario.isBad || end.notOnNew.length === 0
  return wanted.includes(last.outcome) && isNew ? [] : [`it came to ${last.outcome || 'nothing'}`]
}

/** D17 holds on the success path: of what nothing struck, and what comes to its end. */
const fewWhenQuiet: LabJudge = (record) =>
  record.struck || record.last.exitCode !== 0 ? [] : fewChannels(record)

const seen =
  (judge: Witness): LabJudge =>
  (record) =>
    judge(record)

/** All that can be judged on real hosts, each under its name. */
export const labJudges: readonly (readonly [string, LabJudge])[] = [
  ['D1', seen(gatedOnly)],
  ['D2', seen(noneLost)],
  ['D2', noneFailed],
  ['D3', ({ end, last }) => versionAt(end, last)],
  ['D4', seen(oldStays)],
  ['D5', seen(noneRestarted)],
  ['D6', seen(alwaysATarget)],
  ['D7', seen(oneHolder)],
  ['D7', ({ end }) => locksAt(end)],
  ['D13', ({ end, last }) => exitAt(end, last)],
  ['D13', untroubled],
  ['D14', noSecrets],
  ['D16', ({ end }) => neighboursAt(end)],
  ['D17', fewWhenQuiet],
]

/** `D3: a mixed fleet: ...` for each invariant that did not hold; each sentence once. */
export const judgeOnLab = (record: LabRecord): readonly string[] => [
  ...new Set(
    labJudges.flatMap(([name, judge]) => judge(record).map((wrong) => `${name}: ${wrong}`)),
  ),
]
