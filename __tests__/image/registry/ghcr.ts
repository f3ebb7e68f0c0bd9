import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** GitHub's registry as a client sees it: tokens for a scope, and one repository. */
export interface FakeGhcr extends AsyncDisposable {
  /** `127.0.0.1:PORT/acme/shop`. */
  readonly repository: string
  readonly manifests: Map<string, { readonly type: string; readonly text: string }>
  readonly blobs: Map<string, string>
  /** What was asked, a line each. */
  readonly asked: string[]
  /** How the token service answers instead of with a token. */
  refusal: number | undefined
}

export const digestOf = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const right = `Basic ${Buffer.from('ada:job-token').toString('base64')}`

const token = (
  fake: FakeGhcr,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if (fake.refusal !== undefined) {
    response.writeHead(fake.refusal).end('{"errors":[{"code":"DENIED"}]}')
  } else if (request.headers.authorization !== right) response.writeHead(401).end()
  else response.end(JSON.stringify({ token: url.searchParams.get('scope') }))
}

const manifest = async (
  fake: FakeGhcr,
  reference: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (request.method === 'PUT') {
    const text = await bodyOf(request)
    const type = request.headers['content-type'] ?? ''
    for (const name of [reference, digestOf(text)]) fake.manifests.set(name, { type, text })
    response.writeHead(201).end()
    return
  }
  const found = fake.manifests.get(reference)
  if (found === undefined) response.writeHead(404).end()
  else
    response
      .writeHead(200, { 'content-type': found.type, 'docker-content-digest': digestOf(found.text) })
      .end(found.text)
}

const answer = async (
  fake: FakeGhcr,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`)
  fake.asked.push(`${request.method ?? ''} ${url.pathname}${url.search}`)
  if (url.pathname === '/token') {
    token(fake, url, request, response)
    return
  }
  const need = request.method === 'GET' ? 'pull' : 'push'
  if (
    !(request.headers.authorization ?? '').startsWith('Bearer ') ||
    !(request.headers.authorization ?? '').includes(need)
  ) {
    const challenge = `Bearer realm="${url.origin}/token",service="ghcr.io"`
    response.writeHead(401, { 'www-authenticate': challenge }).end()
    return
  }
  const [, kind, reference = ''] =
    /^\/v2\/acme\/shop\/(manifests|blobs)\/(.+)$/.exec(url.pathname) ?? []
  if (kind === 'manifests') return manifest(fake, reference, request, response)
  const blob = fake.blobs.get(reference)
  response.writeHead(blob === undefined ? 404 : 200).end(blob)
}

export const startGhcr = async (): Promise<FakeGhcr> => {
  const server = createServer((request, response) => void answer(fake, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fake: FakeGhcr = {
    repository: `127.0.0.1:${port}/acme/shop`,
    manifests: new Map(),
    blobs: new Map(),
    asked: [],
    refusal: undefined,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return fake
}
