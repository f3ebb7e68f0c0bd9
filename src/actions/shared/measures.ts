import { duration } from '../../base/time.ts'
import { commitTime } from '../../github/commit-time.ts'
import { pastRuns, type PastRuns } from '../../github/past-runs.ts'
import { workflowOf } from '../../github/run.ts'
import type { Context } from './context.ts'
import { restApiOf } from './rest-api.ts'

const dayMs = 86_400_000
const days = 30
/** It is asked while the rollout goes on, and is not worth waiting for. */
const limitMs = 10_000

/** `45 s`, `12 min`, `5 h`, `3 days`: nobody compares seconds of a day. */
export const span = (ms: number): string => {
  if (ms < 120_000) return duration(ms)
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

/** How long a commit took to serve; nothing where that is not known, or a clock is wrong. */
export const leadText = (committed: number | undefined, live: number): readonly string[] =>
  committed === undefined || committed > live
    ? []
    : [`From commit to live: ${span(live - committed)}.`]

/** How often the workflow failed before this run. */
export const failureText = (workflow: string, { failed, ended }: PastRuns): readonly string[] => {
  if (ended === 0) return []
  const share = `${Math.round((100 * failed) / ended)} %`
  return [`Failed runs of ${workflow} in the last ${days} days: ${failed} of ${ended}, ${share}.`]
}

/** What is measured beside a deploy. */
export interface Measuring extends Disposable {
  /** Sentences for the summary; those that could not be found out are left out. */
  readonly sentences: (version: string, live: boolean) => Promise<readonly string[]>
}

const askForRuns = async (
  context: Context,
  token: string | undefined,
  until: AbortSignal,
): Promise<readonly string[]> => {
  const workflow = workflowOf(context.env).split('/').at(-1) ?? ''
  if (workflow === '' || token === undefined) return []
  const signal = AbortSignal.any([context.signal, until, AbortSignal.timeout(limitMs)])
  const api = restApiOf({ ...context, signal }, token)
  const found = await pastRuns(api, context.run.repository, workflow, Date.now() - days * dayMs)
  if (!('why' in found)) return failureText(workflow, found)
  context.log.debug(`no count of failed runs: ${found.why}`)
  return []
}

/** Begins to measure; disposing of it ends what is still being asked. */
export const startMeasuring = (context: Context, token: string | undefined): Measuring => {
  const stop = new AbortController()
  const runs = askForRuns(context, token, stop.signal)
  return {
    sentences: async (version, live) => {
      const now = Date.now()
      const committed = live ? await commitTime(version, context.run.workspace) : undefined
      return [...leadText(committed, now), ...(await runs)]
    },
    [Symbol.dispose]: () => stop.abort(),
  }
}
