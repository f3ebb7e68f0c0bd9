import type { Artifact } from '../artifact/artifact.ts'
import { restGet, type RestApi } from '../rest.ts'
import { judgeAlone, judgeArtifact, type Rules, type WorkflowRun } from './judge.ts'
import { parseRun } from './list.ts'

export interface Accepted {
  readonly artifact: Artifact
  readonly run: WorkflowRun
}

export interface Refused {
  readonly artifact: Artifact
  /** One clause each. */
  readonly why: readonly string[]
}

/** A run by its number, or why it is not known. */
export type ReadRun = (id: string) => Promise<WorkflowRun | string>

/** Each look at a run is a request: names of backups that nobody trusts must not use up the quota. */
const runLimit = 60

/** Looks up runs, each of them once. */
export const runReader = (api: RestApi, repository: string): ReadRun => {
  const known = new Map<string, WorkflowRun | string>()
  return async (id) => {
    const before = known.get(id)
    if (before !== undefined) return before
    if (known.size >= runLimit) return 'too many runs to look at'
    const answer = await restGet(api, `repos/${repository}/actions/runs/${id}`)
    const run = 'why' in answer ? answer.why : (parseRun(answer.body) ?? 'its run is unreadable')
    known.set(id, run)
    return run
  }
}

/** Judges one after the other, until `wanted` are accepted. */
export const judgeAll = async (
  artifacts: readonly Artifact[],
  rules: Rules,
  readRun: ReadRun,
  wanted: number,
): Promise<{ readonly accepted: readonly Accepted[]; readonly refused: readonly Refused[] }> => {
  const accepted: Accepted[] = []
  const refused: Refused[] = []
  for (const artifact of artifacts) {
    if (accepted.length >= wanted) break
    const alone = judgeAlone(artifact, rules)
    const run = alone.length > 0 ? undefined : await readRun(artifact.origin?.runId ?? '')
    if (run === undefined) refused.push({ artifact, why: alone })
    else if (typeof run === 'string') refused.push({ artifact, why: [run] })
    else {
      const verdict = judgeArtifact(artifact, run, rules)
      if (verdict.accepted) accepted.push({ artifact, run })
      else refused.push({ artifact, why: verdict.why })
    }
  }
  return { accepted, refused }
}
