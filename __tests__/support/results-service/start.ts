import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cacheService, cacheTwirpPath } from './cache.ts'
import { readAll, type Answer, type Asked } from './answer.ts'
import { blobStore, type BlobStore } from './blobs.ts'
import { restApi } from './rest.ts'
import { runtimeToken } from './token.ts'
import { artifactService, twirpPath } from './twirp.ts'
import { newWorld, type Fault, type World } from './world.ts'

export interface ResultsService {
  readonly url: string
  readonly world: World
  /** The variables that a runner gives to a job of the world's run. */
  env(): Record<string, string>
  close(): Promise<void>
}

const download = (world: World, path: string): Answer => {
  const cached = world.caches.find(({ blobId }) => path === `/download/cache/${blobId}`)
  if (cached?.content !== undefined) return { status: 200, body: cached.content }
  const artifact = world.artifacts.find(({ id }) => path === `/download/${id}`)
  if (artifact === undefined) return { status: 404, body: 'BlobNotFound' }
  const disposition = `attachment; filename="${artifact.name}"`
  const headers = { 'content-type': artifact.mime, 'content-disposition': disposition }
  return { status: 200, headers, body: artifact.content }
}

const dispatcher = (world: World, blobs: BlobStore) => {
  const [service, rest] = [artifactService(world, blobs), restApi(world, blobs)]
  const caches = cacheService(world, blobs)
  return (asked: Asked): Answer => {
    if (asked.path.startsWith(twirpPath)) return service(asked)
    if (asked.path.startsWith('/hooks/')) return { status: 204 }
    if (asked.path.startsWith(cacheTwirpPath)) return caches(asked)
    if (!/^\/(?:up|down)load\//.test(asked.path)) return rest(asked)
    if (!blobs.isSigned(asked)) return blobs.refuseSignature
    return asked.method === 'PUT' ? blobs.put(asked) : download(world, asked.path)
  }
}

const strike = (world: World, line: string): Fault['does'] | undefined => {
  const fault = world.faults.find(({ on, times }) => times > 0 && on.test(line))
  if (fault === undefined) return undefined
  fault.times -= 1
  return fault.does
}

const send = (response: ServerResponse, { status, headers, body = '' }: Answer): void => {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body)
}

/** The answer's head and half of its body, and then nothing more. */
const sendHalf = (response: ServerResponse, answer: Answer, does: 'cut' | 'stall'): void => {
  const body = Buffer.from(answer.body ?? '')
  const end = () => does === 'cut' && response.socket?.destroy()
  if (answer.status !== 200) return void end()
  response.writeHead(200, { ...answer.headers, 'content-length': body.length })
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => end())
}

const record = ({ method, path, query, headers, body }: Asked) => {
  const shown = new URLSearchParams(query)
  shown.delete('sig')
  const text = headers['content-type']?.includes('json') === true ? body.toString('utf8') : ''
  const url = shown.size === 0 ? path : `${path}?${shown.toString()}`
  return { method, url, authorization: headers.authorization, body: text }
}

const answerer = (world: World, blobs: BlobStore) => {
  const dispatch = dispatcher(world, blobs)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = request
    const url = new URL(request.url ?? '', 'http://localhost')
    const path = decodeURIComponent(url.pathname)
    const asked = { method, path, query: url.searchParams, headers, body: await readAll(request) }
    world.requests.push(record(asked))
    const does = strike(world, `${method} ${request.url ?? ''}`)
    if (typeof does !== 'object') {
      const answer = dispatch(asked)
      if (does === undefined) send(response, answer)
      else sendHalf(response, answer, does)
      return
    }
    const body = JSON.stringify({ code: 'fault', msg: does.message, message: does.message })
    send(response, { status: does.status, headers: { 'content-type': 'application/json' }, body })
  }
}

/**
 * GitHub's artifact and cache services (Twirp), their blob storage and the REST API beside it, on a loopback port.
 * All it knows is in `world`; below `/hooks/` it takes whatever is sent, and notes it. That it answers as GitHub's client expects is shown in
 * `contract/results-service.test.ts`.
 */
export const startResultsService = async (world: World = newWorld()): Promise<ResultsService> => {
  let url = ''
  const answer = answerer(
    world,
    blobStore(() => url),
  )
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
  return {
    url,
    world,
    env: () => ({
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RUNTIME_TOKEN: runtimeToken(world.runId),
      GITHUB_API_URL: url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: world.repository.fullName,
      GITHUB_RUN_ID: String(world.runId),
      GITHUB_RETENTION_DAYS: String(world.retentionDays),
    }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
