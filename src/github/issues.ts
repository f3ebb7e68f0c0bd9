import { restGet, restSend, type RestAnswer, type RestApi } from './rest.ts'
import { isRecord, textOf } from '../base/unknown.ts'

/** A trouble that has one issue as long as it lasts. */
export interface Trouble {
  /** Which one: the same key, the same issue. Letters, digits, dots, dashes and spaces. */
  readonly key: string
  readonly title: string
  /** Markdown. */
  readonly body: string
  /** An error's code: where it changes, people are told by a comment. */
  readonly cause: string
}

export type Done =
  { readonly did: 'opened' | 'updated' | 'closed' | 'nothing' } | { readonly why: string }

/** Only who may triage can set it: an issue of a stranger is never taken for ours. */
const label = 'seaworthy'
const mostOpen = 100

const because = {
  403: 'the token may not write issues: give the job `permissions: issues: write`',
  404: 'the token may not see issues: give the job `permissions: issues: write`',
  410: 'issues are switched off in this repository',
} as const

interface Issue {
  readonly number: number
  readonly body: string
}

const issueOf = (value: unknown): Issue | undefined => {
  if (!isRecord(value) || 'pull_request' in value) return undefined
  const number = value['number']
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) return undefined
  return { number, body: textOf(value['body']) ?? '' }
}

const marker = (key: string): string => `<!-- seaworthy: ${key} -->`
const causeMarker = (cause: string): string => `<!-- cause: ${cause} -->`

const openOne = async (
  api: RestApi,
  repository: string,
  key: string,
): Promise<{ readonly issue: Issue | undefined } | { readonly why: string }> => {
  const path = `repos/${repository}/issues?state=open&labels=${label}&per_page=${mostOpen}`
  const answer = await restGet(api, path, because)
  if ('why' in answer) return answer
  if (!Array.isArray(answer.body)) return { why: `GET /${path} answered no list of issues` }
  const issues = answer.body.map(issueOf).filter((issue) => issue !== undefined)
  const ours = issues.filter(({ body }) => body.includes(marker(key)))
  return { issue: ours.toSorted((one, other) => one.number - other.number)[0] }
}

const textFor = ({ key, cause, body }: Trouble): string =>
  [marker(key), causeMarker(cause), '', body].join('\n')

/** Sends one after the other, up to the first that is refused. */
const sendAll = async (
  sends: readonly (() => Promise<RestAnswer>)[],
): Promise<{ readonly why: string } | undefined> => {
  for (const send of sends) {
    const answer = await send()
    if ('why' in answer) return answer
  }
  return undefined
}

/**
 * Opens the issue of a trouble, or brings the open one up to date; a new cause is a comment too, since
 * an edit alone tells nobody. Never throws.
 */
export const reportTrouble = async (
  api: RestApi,
  repository: string,
  trouble: Trouble,
): Promise<Done> => {
  const found = await openOne(api, repository, trouble.key)
  if ('why' in found) return found
  const { issue } = found
  const issues = `repos/${repository}/issues`
  const body = textFor(trouble)
  if (issue === undefined) {
    const fresh = { title: trouble.title, body, labels: [label] }
    const refused = await sendAll([() => restSend(api, 'POST', issues, { body: fresh, because })])
    return refused ?? { did: 'opened' }
  }
  const own = `${issues}/${issue.number}`
  const comment = () =>
    restSend(api, 'POST', `${own}/comments`, { body: { body: trouble.body }, because })
  const isKnown = issue.body.includes(causeMarker(trouble.cause))
  const edit = () => restSend(api, 'PATCH', own, { body: { body }, because })
  return (await sendAll(isKnown ? [edit] : [edit, comment])) ?? { did: 'updated' }
}

/** Closes the issue of a trouble that is over, with `words` as its last comment. Never throws. */
export const endTrouble = async (
  api: RestApi,
  repository: string,
  key: string,
  words: string,
): Promise<Done> => {
  const found = await openOne(api, repository, key)
  if ('why' in found) return found
  if (found.issue === undefined) return { did: 'nothing' }
  const own = `repos/${repository}/issues/${found.issue.number}`
  const closed = { state: 'closed', state_reason: 'completed' }
  const refused = await sendAll([
    () => restSend(api, 'POST', `${own}/comments`, { body: { body: words }, because }),
    () => restSend(api, 'PATCH', own, { body: closed, because }),
  ])
  return refused ?? { did: 'closed' }
}
