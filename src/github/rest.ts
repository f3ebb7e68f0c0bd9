import { isRecord, textOf } from './unknown.ts'

/** As much of `fetch` as is used here. */
export type FetchLike = (
  url: string,
  init: {
    readonly method?: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal: AbortSignal
  },
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

type Reasons = Readonly<Record<number, string>>

const reasons: Reasons = {
  401: 'the token is not valid (any more)',
  429: 'too many requests',
}

/** Of what is read here: runs and what they made. */
const readingReasons: Reasons = {
  403: 'the token may not read runs: give the job `permissions: actions: read`',
  404: 'there is no such run, or the token may not see it',
}

/** `fetch` says only "fetch failed"; why is in the cause. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = isRecord(error) ? error : {}
  return (isRecord(cause) ? textOf(cause['message']) : undefined) ?? textOf(message) ?? 'no answer'
}

interface Asking {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: unknown
  /** What refusals mean here. */
  readonly because: Reasons
}

const ask = async (
  { apiUrl, token, signal, fetchLike }: RestApi,
  { method, path, body, because }: Asking,
): Promise<RestAnswer> => {
  if (token === undefined || token === '') return { why: 'there is no token to ask GitHub with' }
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'seaworthy',
    'x-github-api-version': '2022-11-28',
  }
  const content = body === undefined ? {} : { method, body: JSON.stringify(body) }
  try {
    const response = await fetchLike(`${apiUrl}/${path}`, { headers, signal, ...content })
    if ([200, 201].includes(response.status)) return { body: await response.json() }
    const reason = because[response.status] ?? reasons[response.status] ?? 'unexpected'
    return { why: `${method} /${path} answered ${response.status}: ${reason}` }
  } catch (error) {
    const why = signal.aborted ? 'no answer in time' : reasonOf(error)
    return { why: `${method} /${path} failed: ${why}` }
  }
}

/** `GET path` of the REST API; never throws. `why` is a clause that goes on from a colon. */
export const restGet = (
  api: RestApi,
  path: string,
  because: Reasons = readingReasons,
): Promise<RestAnswer> => ask(api, { method: 'GET', path, because })

/** Sends `body` as JSON; never throws. `because` says what a refusal's status means for the user. */
export const restSend = (
  api: RestApi,
  method: 'POST' | 'PATCH',
  path: string,
  { body, because }: { readonly body: unknown; readonly because: Reasons },
): Promise<RestAnswer> => ask(api, { method, path, body, because })
