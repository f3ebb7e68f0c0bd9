import { restGet, type RestApi } from './rest.ts'
import { isRecord, textOf } from '../base/unknown.ts'

export interface Job {
  /** The display name: the job's key only where the workflow gives no `name`. */
  readonly name: string
  /** Undefined while it waits for a runner. */
  readonly runner: string | undefined
  readonly completed: boolean
  readonly conclusion: string | undefined
}

const perPage = 100
const mostPages = 20

const jobOf = (value: unknown): Job | undefined => {
  if (!isRecord(value)) return undefined
  const name = textOf(value['name'])
  const status = textOf(value['status'])
  if (name === undefined || status === undefined) return undefined
  return {
    name,
    runner: textOf(value['runner_name']),
    completed: status === 'completed',
    conclusion: textOf(value['conclusion']),
  }
}

type Jobs = { readonly jobs: readonly Job[] } | { readonly why: string }

const pageOf = (body: unknown, path: string): Jobs => {
  const list = isRecord(body) && Array.isArray(body['jobs']) ? body['jobs'] : [undefined]
  const jobs = list.map(jobOf).filter((job) => job !== undefined)
  return jobs.length === list.length ? { jobs } : { why: `GET /${path} answered no list of jobs` }
}

/** All jobs of the attempt at `path`, whatever the number of pages. */
export const jobsOf = async (api: RestApi, path: string): Promise<Jobs> => {
  const all: Job[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const pagePath = `${path}/jobs?per_page=${perPage}&page=${page}`
    const answer = await restGet(api, pagePath)
    if ('why' in answer) return answer
    const found = pageOf(answer.body, pagePath)
    if ('why' in found) return found
    all.push(...found.jobs)
    if (found.jobs.length < perPage) return { jobs: all }
  }
  return { why: `the run has more than ${mostPages * perPage} jobs` }
}
