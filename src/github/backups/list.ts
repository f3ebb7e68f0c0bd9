import { parseArtifact, type Artifact } from '../artifact/artifact.ts'
import { restGet, type RestApi } from '../rest.ts'
import { isRecord, textOf } from '../../base/unknown.ts'
import type { WorkflowRun } from './judge.ts'

const pageSize = 100
const pageLimit = 10

export type Listing =
  | {
      readonly artifacts: readonly Artifact[]
      /** False: there are more than were listed. */
      readonly whole: boolean
    }
  | { readonly why: string }

/** All artifacts under `path` (`repos/o/r/actions/artifacts`), ten pages of a hundred at most. */
export const listArtifacts = async (api: RestApi, path: string): Promise<Listing> => {
  const artifacts: Artifact[] = []
  for (let page = 1; page <= pageLimit; page += 1) {
    const answer = await restGet(api, `${path}?per_page=${pageSize}&page=${page}`)
    if ('why' in answer) return answer
    const items = isRecord(answer.body) ? answer.body['artifacts'] : undefined
    if (!Array.isArray(items))
      return { why: `GET /${path} answered with something else than a list` }
    artifacts.push(...items.map(parseArtifact).filter((artifact) => artifact !== undefined))
    if (items.length < pageSize) return { artifacts, whole: true }
  }
  return { artifacts, whole: false }
}

export const readArtifact = async (
  api: RestApi,
  path: string,
): Promise<{ readonly artifact: Artifact } | { readonly why: string }> => {
  const answer = await restGet(api, path)
  if ('why' in answer) return answer
  const artifact = parseArtifact(answer.body)
  if (artifact === undefined) return { why: `GET /${path} answered with something else` }
  return { artifact }
}

const numberOf = (record: unknown): string => {
  const id = isRecord(record) ? record['id'] : undefined
  return Number.isSafeInteger(id) ? String(id) : ''
}

/** A run of an answer of the REST API; what is missing is empty, and so equals nothing expected. */
export const parseRun = (body: unknown): WorkflowRun | undefined => {
  if (!isRecord(body) || numberOf(body) === '') return undefined
  const text = (field: string): string => textOf(body[field]) ?? ''
  return {
    id: numberOf(body),
    path: text('path').replace(/@.*$/s, ''),
    event: text('event'),
    status: text('status'),
    conclusion: text('conclusion'),
    headBranch: text('head_branch'),
    repositoryId: numberOf(body['repository']),
    headRepositoryId: numberOf(body['head_repository']),
  }
}
