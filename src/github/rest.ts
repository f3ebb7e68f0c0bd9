import { callReason } from '../base/reason.ts'

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
  /** Milliseconds for one call, its answer's body included; 30,000 when left out. */
  readonly callMs?: number
  readonly fetchLike: FetchLike
}

export type RestAnswer = { readonly body: unknown } | { readonly why: string }

/** One answer of GitHub's takes a second; the whole of a step is given more. */
const usualCallMs = 30_000

/** What lies at a path, for people. */
const thingAt = (path: string): string => {
  const [, owner = '', name = ''] = path.split('/')
  const [, kind = '', id = ''] = /\/actions\/(artifacts|runs)(?:\/(\d+))?/.exec(path) ?? []
  if (kind === '') return `repository ${owner}/${name}`
  return `${kind.slice(0, -1)}${id === '' ? '' : ` ${id}`} in ${owner}/${name}`
}

const give = 'give the job `permissions: actions: read`'

const whyNot = (status: number, path: string): string => {
  switch (status) {
    case 401:
      return 'the token is not valid (any more)'
    case 403:
      return `the token may not read it: ${give}`
    case 404:
      return `there is no ${thingAt(path)}, or the token may not see it: ${give}`
    case 429:
      return 'too many requests'
    default:
      return 'unexpected'
  }
}

interface Asking {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly body?: unknown
  /** What refusals mean here, by status; what is not in it means what it means for all. */
  readonly because?: Readonly<Record<number, string>>
}

const ask = async (
  { apiUrl, token, signal, callMs = usualCallMs, fetchLike }: RestApi,
  { method, path, body, because = {} }: Asking,
): Promise<RestAnswer> => {
  if (token === undefined || token === '') return { why: 'there is no token to ask GitHub with' }
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'seaworthy',
    'x-github-api-version': '2022-11-28',
  }
  const content = body === undefined ? {} : { method, body: JSON.stringify(body) }
  const within = AbortSignal.any([signal, AbortSignal.timeout(callMs)])
  try {
    const response = await fetchLike(`${apiUrl}/${path}`, { headers, signal: within, ...content })
    if ([200, 201].includes(response.status)) return { body: await response.json() }
    const reason = because[response.status] ?? whyNot(response.status, path)
    return { why: `${method} /${path} answered ${response.status}: ${reason}` }
  } catch (error) {
    const why = within.aborted ? 'no answer in time' : callReason(error)
    return { why: `${method} /${path} failed: ${why}` }
  }
}

type Because = Asking['because']

/** `GET path` of the REST API; never throws. `why` is a clause that goes on from a colon. */
export const restGet = (api: RestApi, path: string, because: Because = {}): Promise<RestAnswer> =>
  ask(api, { method: 'GET', path, because })

/** Sends `body` as JSON; never throws. `because` says what a refusal's status means for the user. */
export const restSend = (
  api: RestApi,
  method: 'POST' | 'PATCH',
  path: string,
  { body, because = {} }: { readonly body: unknown; readonly because?: Because },
): Promise<RestAnswer> => ask(api, { method, path, body, because })
