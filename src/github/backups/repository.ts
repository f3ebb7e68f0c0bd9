import { restGet, type RestApi } from '../rest.ts'
import { isRecord, textOf } from '../../base/unknown.ts'

export interface Repository {
  readonly id: string
  readonly defaultBranch: string
  /** `unknown` where GitHub's answer leaves room for doubt. */
  readonly isPublic: boolean | 'unknown'
}

const isPublicOf = ({ private: hidden, visibility }: Readonly<Record<string, unknown>>) => {
  const seen = textOf(visibility)
  if (hidden === false || seen === 'public') return true
  return hidden === true && (seen === undefined || /^(?:private|internal)$/.test(seen))
    ? false
    : 'unknown'
}

/** `name` is `owner/name`. Never throws; `why` is a clause that goes on from a colon. */
export const repositoryOf = async (
  api: RestApi,
  name: string,
): Promise<{ readonly repository: Repository } | { readonly why: string }> => {
  const answer = await restGet(api, `repos/${name}`)
  if ('why' in answer) return answer
  const { body } = answer
  const defaultBranch = isRecord(body) ? textOf(body['default_branch']) : undefined
  if (!isRecord(body) || defaultBranch === undefined || !Number.isSafeInteger(body['id'])) {
    return { why: `GET /repos/${name} answered with something else than a repository` }
  }
  return { repository: { id: String(body['id']), defaultBranch, isPublic: isPublicOf(body) } }
}

/**
 * Whether everyone can read the repository's artifacts. `unknown` (no token, no answer) is to be
 * treated as public.
 */
export const isPublicRepository = async (
  api: RestApi,
  name: string,
): Promise<boolean | 'unknown'> => {
  const answer = await repositoryOf(api, name)
  return 'why' in answer ? 'unknown' : answer.repository.isPublic
}
