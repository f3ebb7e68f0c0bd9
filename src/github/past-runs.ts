import { restGet, type RestApi } from './rest.ts'
import { isRecord } from '../base/unknown.ts'

/** How a workflow's runs have ended. */
export interface PastRuns {
  readonly failed: number
  /** Those that succeeded or failed; a cancelled one did neither. */
  readonly ended: number
}

/** How each conclusion counts; GitHub filters by one at a time. */
const counted = { success: 'ended', failure: 'failed', timed_out: 'failed' } as const

/** GitHub counts at most 1000 runs of a filtered list. */
const countOf = async (api: RestApi, path: string): Promise<number | { readonly why: string }> => {
  const answer = await restGet(api, path)
  if ('why' in answer) return answer
  const count = isRecord(answer.body) ? answer.body['total_count'] : undefined
  return typeof count === 'number' ? count : { why: `GET /${path} answered no list of runs` }
}

/**
 * Counts the runs of a workflow's file (`deploy.yml`) that began on the day of `since` (milliseconds since
 * the epoch) or later. Never throws; `why` is a clause that goes on from a colon. Needs `actions: read`.
 */
export const pastRuns = async (
  api: RestApi,
  repository: string,
  workflow: string,
  since: number,
): Promise<PastRuns | { readonly why: string }> => {
  const day = new Date(since).toISOString().slice(0, 10)
  const runs = `repos/${repository}/actions/workflows/${encodeURIComponent(workflow)}/runs`
  const counts = await Promise.all(
    Object.entries(counted).map(async ([status, kind]) => ({
      kind,
      count: await countOf(api, `${runs}?status=${status}&created=%3E%3D${day}&per_page=1`),
    })),
  )
  let [failed, ended] = [0, 0]
  for (const { kind, count } of counts) {
    if (typeof count !== 'number') return count
    ended += count
    if (kind === 'failed') failed += count
  }
  return { failed, ended }
}
