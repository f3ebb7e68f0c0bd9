import { callReason } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import { authorize, type Login } from './authorize.ts'
import { endpointOf } from './endpoint.ts'

export interface Access {
  /** `ghcr.io/acme/shop`. */
  readonly repository: string
  readonly login: Login | undefined
  /** Whether to ask without TLS where it can't be had. */
  readonly plainHttp: boolean
  readonly signal: AbortSignal
}

export interface Request {
  readonly method: 'GET' | 'PUT'
  /** Below the repository: `manifests/v1`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array<ArrayBuffer>
}

/** One repository of a registry. */
export interface Registry {
  readonly repository: string
  /** @throws SeaworthyError `registry-unreachable` or `registry-refused`: 401 and 403 are no answers. */
  readonly send: (request: Request) => Promise<Answer>
}

const limitMs = 30_000

const unreachable = (host: string, error: unknown): SeaworthyError =>
  new SeaworthyError('registry-unreachable', `The registry ${host} does not answer.`, {
    evidence: [callReason(error)],
    hint: 'Check registry/server in deploy.yml, and that this machine may reach it.',
  })

const refused = async (repository: string, response: Response): Promise<SeaworthyError> => {
  const wrong = response.status === 401
  const message = wrong
    ? `The registry refused the login for ${repository}.`
    : `The registry does not let this login use ${repository}.`
  return new SeaworthyError('registry-refused', message, {
    evidence: [`${response.status} ${(await response.text()).slice(0, 500)}`.trim()],
    hint: 'Check username and password, that the secret is set, and that it has not run out.',
  })
}

/** What is found out with the first answers, and then holds. */
interface Known {
  scheme: 'https' | 'http'
  authorization: string | undefined
}

const ask = (known: Known, { repository, signal }: Access, request: Request): Promise<Response> => {
  const { host, name } = endpointOf(repository)
  const { method, path, body } = request
  const { scheme, authorization } = known
  const headers = {
    ...request.headers,
    ...(authorization === undefined ? {} : { authorization }),
  }
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  const init = { method, headers, signal: limited }
  const url = `${scheme}://${host}/v2/${name}/${path}`
  return fetch(url, body === undefined ? init : { ...init, body })
}

/** Asks with TLS, and where that can't be had and need not be, without. */
const reach = async (known: Known, access: Access, request: Request): Promise<Response> => {
  const { host } = endpointOf(access.repository)
  try {
    return await ask(known, access, request)
  } catch (error) {
    access.signal.throwIfAborted()
    if (!access.plainHttp || known.scheme === 'http') throw unreachable(host, error)
  }
  known.scheme = 'http'
  return ask(known, access, request).catch((error: unknown) => {
    throw unreachable(host, error)
  })
}

const scopeOf = ({ repository }: Access, { method }: Request): string =>
  `repository:${endpointOf(repository).name}:${method === 'GET' ? 'pull' : 'pull,push'}`

/**
 * A client for one repository; nothing is asked yet. A login that was once accepted is used until the
 * registry wants another: a token for reading does not write.
 */
export const openRegistry = (access: Access): Registry => {
  const known: Known = { scheme: 'https', authorization: undefined }
  const send = async (request: Request): Promise<Answer> => {
    let response = await reach(known, access, request)
    if (response.status === 401) {
      const authorization = await authorize(response, scopeOf(access, request), access)
      if (authorization === undefined) throw await refused(access.repository, response)
      known.authorization = authorization
      response = await reach(known, access, request)
    }
    if ([401, 403].includes(response.status)) throw await refused(access.repository, response)
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, body }
  }
  return { repository: access.repository, send }
}
