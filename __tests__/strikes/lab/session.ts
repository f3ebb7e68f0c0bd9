import { openHarbour, type Harbour } from './fleet.ts'
import { judgeOnLab } from './judges.ts'
import { playOnLab } from './play.ts'
import { failureOf, historyOf, lineFor, type LabVerdict } from './report.ts'
import type { LabTrial } from './strike.ts'

export interface Session {
  readonly played: number
  /** Those in which the point of the strike came. */
  readonly struck: number
  readonly broken: number
  readonly requests: number
  readonly seconds: number
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

/** A trial that can't be played to its end is broken, too: something did not end in time. */
const tryTrial = async (harbour: Harbour, trial: LabTrial): Promise<LabVerdict> => {
  const ship = await harbour.shipFor(trial.scenario)
  const verdict = await playOnLab(harbour, ship, trial).then(
    (record): LabVerdict => ({ record, broken: judgeOnLab(record) }),
    (error: unknown): LabVerdict => ({ record: undefined, broken: [`D12: ${reasonOf(error)}`] }),
  )
  if (trial.scenario.service === 'new' || verdict.broken.length > 0) await harbour.scuttle(ship)
  return verdict
}

/** Rejects when a signal is aborted; its hosts must go then, too. */
const called = (off: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    off.addEventListener('abort', () => reject(new Error('called off')), { once: true })
  })

/** Plays trials one after another, on hosts of its own, and tells of each, until it is called off. */
export const playSession = async (
  trials: readonly LabTrial[],
  seed: string,
  print: (text: string) => void,
  off: AbortSignal,
): Promise<Session> => {
  const begun = performance.now()
  const harbour = await openHarbour()
  const stop = called(off)
  stop.catch(() => undefined)
  const sum = { played: 0, struck: 0, broken: 0, requests: 0 }
  try {
    for (const trial of trials) {
      const from = performance.now()
      const verdict = await Promise.race([tryTrial(harbour, trial), stop])
      print(lineFor(trial, verdict, (performance.now() - from) / 1000))
      sum.played += 1
      sum.struck += verdict.record?.struck === true ? 1 : 0
      sum.requests += verdict.record?.traffic.sent ?? 0
      if (verdict.broken.length > 0) {
        sum.broken += 1
        print(failureOf(trial, verdict, seed))
      } else if (trials.length === 1 && verdict.record !== undefined)
        print(`${historyOf(verdict.record)}\nAll invariants held.`)
    }
  } finally {
    await harbour.close()
  }
  return { ...sum, seconds: (performance.now() - begun) / 1000 }
}
