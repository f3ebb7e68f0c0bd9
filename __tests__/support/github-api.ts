import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeJob {
  readonly name: string
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion?: string | null
  readonly runner_name: string | null
}

export interface FakeAttempt {
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion?: string | null
  readonly jobs?: readonly FakeJob[]
}

/** What the server knows; tests change it as they go. */
export interface FakeGitHub {
  readonly apiUrl: string
  /** By `owner/name/RUN/ATTEMPT`. */
  readonly attempts: Map<string, FakeAttempt>
  /** Answered to everything instead: a status, or `silence`. */
  trouble: number | 'silence' | undefined
  /** Paths with queries, in the order of asking. */
  readonly asked: string[]
  close(): Promise<void>
}

export const token = 'ghs_a-token-of-the-fake-server'

const pathPattern =
  /^\/repos\/([^/]+\/[^/]+)\/actions\/runs\/(\d+)\/attempts\/(\d+)(\/jobs)?(?:\?(.*))?$/

const jobsPage = (jobs: readonly FakeJob[], query: URLSearchParams) => {
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100)
  const from = (Number(query.get('page') ?? 1) - 1) * perPage
  return { total_count: jobs.length, jobs: jobs.slice(from, from + perPage) }
}

const answer = (attempts: ReadonlyMap<string, FakeAttempt>, url: string): unknown => {
  const [, repository = '', run = '', attempt = '', jobs, query = ''] = pathPattern.exec(url) ?? []
  const known = attempts.get(`${repository}/${run}/${attempt}`)
  if (known === undefined) return undefined
  if (jobs !== undefined) return jobsPage(known.jobs ?? [], new URLSearchParams(query))
  const { status, conclusion = null } = known
  return { id: Number(run), run_attempt: Number(attempt), status, conclusion }
}

/** The part of GitHub's REST API that tells whether a run has ended, on a loopback port. */
export const startFakeGitHub = async (): Promise<FakeGitHub> => {
  const state: Omit<FakeGitHub, 'apiUrl' | 'close'> = {
    attempts: new Map(),
    trouble: undefined,
    asked: [],
  }
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    state.asked.push(url)
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (state.trouble === 'silence') return
    if (state.trouble !== undefined) send(state.trouble, { message: 'trouble' })
    else if (request.headers.authorization !== `Bearer ${token}`) send(401, { message: 'Bad' })
    else {
      const body = answer(state.attempts, url)
      send(body === undefined ? 404 : 200, body ?? { message: 'Not Found' })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    apiUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
