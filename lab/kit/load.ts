import { Agent, request } from 'node:http'

export interface LoadOptions {
  /** Asked in turn. */
  readonly addresses: readonly string[]
  /** 80 unless told. */
  readonly port?: number
  /** The header Host: `shop.lab`. */
  readonly host: string
  /** `/` unless told. */
  readonly path?: string
  /** Requests per second over all addresses; 200 unless told. */
  readonly rate?: number
  /** Kept alive, per address; 8 unless told. */
  readonly connections?: number
  /** The load ends by itself after so many; 100,000 unless told. */
  readonly maxRequests?: number
  /** And after so long; 300 s unless told. */
  readonly maxSeconds?: number
  /** How long a client waits for its answer; 35 s unless told, and 30 s are owed to it. */
  readonly timeoutMs?: number
}

export interface Failure {
  /** Milliseconds since the load began, when the request was sent. */
  readonly at: number
  readonly address: string
  /** `status`: answered with 400 or more, which the app never does unless asked to. */
  readonly kind: 'status' | 'reset' | 'refused' | 'timeout'
  readonly detail: string
}

export interface LoadResult {
  readonly sent: number
  readonly ok: number
  readonly failed: readonly Failure[]
  /** How many answers of each version (X-App-Version). */
  readonly versions: ReadonlyMap<string, number>
}

export interface Load {
  /** What came back so far. */
  readonly soFar: () => LoadResult
  /** Resolves once at least `count` answers of `version` have come; rejects after `timeoutMs` (60 s). */
  readonly waitForVersion: (version: string, count?: number, timeoutMs?: number) => Promise<void>
  /** Sends no more, waits for every answer, and tells. */
  readonly stop: () => Promise<LoadResult>
}

type Answer = { readonly version: string | undefined } | Pick<Failure, 'kind' | 'detail'>

interface Asking {
  readonly agent: Agent
  readonly address: string
  readonly port: number
  readonly host: string
  readonly path: string
  readonly timeoutMs: number
}

const kindOf = (error: NodeJS.ErrnoException): Failure['kind'] => {
  if (error.code === 'ECONNREFUSED') return 'refused'
  return error.name === 'TimeoutError' ? 'timeout' : 'reset'
}

/** One GET; never rejects. */
const ask = ({ agent, address, port, host, path, timeoutMs }: Asking): Promise<Answer> =>
  new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const fail = (error: NodeJS.ErrnoException): void => {
      // The request only says that it was aborted; why is in the signal.
      const cause = signal.aborted ? (signal.reason as Error) : error
      resolve({ kind: kindOf(cause), detail: cause.message })
    }
    const options = { agent, host: address, port, path, headers: { host }, signal }
    const sent = request(options, (response) => {
      const status = response.statusCode ?? 0
      const version = response.headers['x-app-version']
      response.on('error', fail)
      response.on('end', () =>
        resolve(
          status >= 400
            ? { kind: 'status', detail: String(status) }
            : { version: typeof version === 'string' ? version : undefined },
        ),
      )
      response.resume()
    })
    sent.on('error', fail)
    sent.end()
  })

const tickMs = 10

/**
 * Sends requests at a constant rate, as clients do who don't wait for each other, over connections
 * that are kept alive. Bounded in number and time.
 */
export const startLoad = (options: LoadOptions): Load => {
  const { addresses, host, port = 80, path = '/', rate = 200, connections = 8 } = options
  const { maxRequests = 100_000, maxSeconds = 300, timeoutMs = 35_000 } = options
  const agents = addresses.map(() => new Agent({ keepAlive: true, maxSockets: connections }))
  const begun = performance.now()
  const versions = new Map<string, number>()
  const failed: Failure[] = []
  const open = new Set<Promise<void>>()
  let [sent, ok] = [0, 0]

  const keep = (answer: Answer, at: number, address: string): void => {
    if ('kind' in answer) {
      failed.push({ at: Math.round(at), address, ...answer })
      return
    }
    ok += 1
    const version = answer.version ?? '(none)'
    versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  const sendOne = (at: number): void => {
    const turn = sent % addresses.length
    const [agent, address] = [agents[turn]!, addresses[turn]!]
    sent += 1
    const answered = ask({ agent, address, port, host, path, timeoutMs }).then((answer) => {
      keep(answer, at, address)
      open.delete(answered)
    })
    open.add(answered)
  }
  const ticker = setInterval(() => {
    const at = performance.now() - begun
    const due = Math.min(maxRequests, Math.floor((at / 1000) * rate))
    while (sent < due) sendOne(at)
    if (sent >= maxRequests || at > maxSeconds * 1000) clearInterval(ticker)
  }, tickMs)

  const soFar = (): LoadResult => ({ sent, ok, failed: [...failed], versions: new Map(versions) })
  const waitForVersion = async (version: string, count = 1, limitMs = 60_000): Promise<void> => {
    const until = performance.now() + limitMs
    while ((versions.get(version) ?? 0) < count) {
      if (performance.now() > until)
        throw new Error(`${count} answers of ${version} did not come in ${limitMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, tickMs))
    }
  }
  const stop = async (): Promise<LoadResult> => {
    clearInterval(ticker)
    await Promise.all(open)
    agents.forEach((agent) => agent.destroy())
    return soFar()
  }
  return { soFar, waitForVersion, stop }
}
