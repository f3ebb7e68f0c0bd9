import { jobsOf, type Job } from './jobs.ts'
import { restGet, type FetchLike, type RestApi } from './rest.ts'
import type { RunIdentity } from './run.ts'
import { isRecord, textOf } from '../base/unknown.ts'

/** Whether the owner of a lock can still be at work. Only `ended` is a proof. */
export type Proof =
  | { readonly state: 'ended'; readonly conclusion: string | undefined }
  | { readonly state: 'running' }
  | { readonly state: 'unknown'; readonly why: string }

const limitMs = 10_000

/** The owner was read from a host, and a host may answer anything. */
const isPlausible = ({ repository, runId, attempt }: RunIdentity): boolean =>
  /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(repository) &&
  !/\/\.{1,2}$/.test(repository) &&
  /^[1-9]\d{0,18}$/.test(runId) &&
  /^[1-9]\d{0,8}$/.test(attempt)

const attemptProof = async (api: RestApi, owner: RunIdentity, path: string): Promise<Proof> => {
  const answer = await restGet(api, path)
  if ('why' in answer) return { state: 'unknown', why: answer.why }
  const { body } = answer
  if (
    !isRecord(body) ||
    String(body['id']) !== owner.runId ||
    String(body['run_attempt']) !== owner.attempt
  ) {
    return { state: 'unknown', why: `GET /${path} answered for another run` }
  }
  if (body['status'] !== 'completed') return { state: 'running' }
  return { state: 'ended', conclusion: textOf(body['conclusion']) }
}

/** Whether a display name can be that of the job `key`: also as a matrix leg or in a called workflow. */
const couldBe = (name: string, key: string): boolean => {
  const last = name.split(' / ').at(-1) ?? name
  return last === key || last.startsWith(`${key} (`)
}

/**
 * Whether the owner's job, one of `jobs`, has ended. Display names only hint at keys, so the runner
 * decides: it works at one job at a time. When it has none left, the owner's is among those that ended.
 * When it has one left, that must be the job which asks, by runner and by name, and an ended one must
 * look like the owner's. (A job never proves its own end: steps of one job can run side by side.)
 */
const endedAmong = (jobs: readonly Job[], owner: RunIdentity, self: RunIdentity): Proof => {
  const onRunner = owner.runner === '' ? [] : jobs.filter((job) => job.runner === owner.runner)
  const named = onRunner.filter((job) => couldBe(job.name, owner.job))
  const busy = onRunner.filter((job) => !job.completed)
  const proven = named.find((job) => job.completed)
  const conclusion = named.length === 1 ? proven?.conclusion : undefined
  if (onRunner.length === 0) {
    return { state: 'unknown', why: `no job of this run is known on runner "${owner.runner}"` }
  }
  if (busy.length === 0) return { state: 'ended', conclusion }
  if (busy.some((job) => couldBe(job.name, owner.job))) return { state: 'running' }
  const onlySelf =
    busy.length === 1 &&
    self.runner === owner.runner &&
    busy.every((job) => couldBe(job.name, self.job))
  if (onlySelf && proven !== undefined) return { state: 'ended', conclusion }
  return { state: 'unknown', why: `runner "${owner.runner}" is at work on a job of this run` }
}

/**
 * Whether the run that owns a lock has ended, by GitHub's REST API alone: its attempt is completed,
 * or, when it is an attempt of this very run, its job is. A higher attempt proves nothing by itself.
 * Needs `permissions: actions: read`. Answers within ten seconds and never throws: no token, no answer
 * or an answer that leaves room for doubt is `unknown`, and `why` is a clause for the user.
 */
export const runEnded = async (
  owner: RunIdentity,
  self: RunIdentity,
  access: Readonly<{ apiUrl: string; token: string | undefined; signal?: AbortSignal }>,
  fetchLike: FetchLike = fetch,
): Promise<Proof> => {
  if (!isPlausible(owner))
    return { state: 'unknown', why: 'the lock names no run of GitHub Actions' }
  const limit = AbortSignal.timeout(limitMs)
  const signal = access.signal === undefined ? limit : AbortSignal.any([limit, access.signal])
  const api = { apiUrl: access.apiUrl, token: access.token, signal, fetchLike }
  const path = `repos/${owner.repository}/actions/runs/${owner.runId}/attempts/${owner.attempt}`
  const sameAttempt =
    owner.repository.toLowerCase() === self.repository.toLowerCase() &&
    owner.runId === self.runId &&
    owner.attempt === self.attempt
  if (!sameAttempt) return attemptProof(api, owner, path)
  const jobs = await jobsOf(api, path)
  return 'why' in jobs ? { state: 'unknown', why: jobs.why } : endedAmong(jobs.jobs, owner, self)
}
