import { isRecord, textOf } from './unknown.ts'

/** As much of `fetch` as is used here. */
export type FetchLike = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; json(): Promise<unknown> }>

/** How to reach the REST API of the server that this run belongs to. */
export interface RestApi {
  /** `https://api.github.com`, without a slash at the end. */
  readonly apiUrl: string
  readonly token: string | undefined
  /** Bounds all calls made with it. */
  readonly signal: AbortSignal
  readonly fetchLike: FetchLike
}

export type RestAnswer = { readonly body: unknown } | { readonly why: string }

const whyNot: Readonly<Record<number, string>> = {
  401: 'the token is not valid (any more)',
  403: 'the token may not read runs: give the job `permissions: actions: read`',
  404: 'there is no such run, or the token may not see it',
  429: 'too many requests',
}

/** `fetch` says only "fetch failed"; why is in the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = isRecord(error) ? error : {}
  return (isRecord(cause) ? textOf(cause['message']) : undefined) ?? textOf(message) ?? 'no answer'
}

/** `GET path` of the REST API; never throws. `why` is a clause that goes on from a colon. */
export const restGet = async (
  { apiUrl, token, signal, fetchLike }: RestApi,
  path: string,
): Promise<RestAnswer> => {
  if (token === undefined || token === '') return { why: 'there is no token to ask GitHub with' }
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'seaworthy',
    'x-github-api-version': '2022-11-28',
  }
  try {
    const response = await fetchLike(`${apiUrl}/${path}`, { headers, signal })
    if (response.status === 200) return { body: await response.json() }
    const reason = whyNot[response.status] ?? 'unexpected'
    return { why: `GET /${path} answered ${response.status}: ${reason}` }
  } catch (error) {
    return { why: `GET /${path} failed: ${signal.aborted ? 'no answer in time' : reasonOf(error)}` }
  }
}
