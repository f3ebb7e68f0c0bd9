import { SeaworthyError } from '../../base/error.ts'
import { quote } from '../../base/quote.ts'
import type { Connection } from '../../ssh/connection.ts'

/** What is asked of a container before its database is reached. */
export interface Container {
  readonly name: string
  /** As the SSH host sees it. */
  readonly address: string
  /** `POSTGRES_USER` and the like, as it was started with. */
  readonly env: ReadonlyMap<string, string>
  /** Another one when it was started anew. */
  readonly startedAt: string
}

export interface Inspected {
  readonly running: boolean
  /** `running`, `exited`, ... */
  readonly status: string
  readonly startedAt: string
  /** Of its last end; 0 while it runs. */
  readonly exitCode: number
  readonly outOfMemory: boolean
  readonly address: string | undefined
  readonly env: ReadonlyMap<string, string>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)

const envOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    (Array.isArray(value) ? value : [])
      .filter((line) => typeof line === 'string')
      .map((line) => {
        const [name = '', ...rest] = line.split('=')
        return [name, rest.join('=')] as const
      }),
  )

const addressOf = (settings: unknown): string | undefined => {
  const networks = at(settings, 'Networks')
  if (!isRecord(networks)) return undefined
  // A container on the host's own network has no address: it listens on the host's.
  if ('host' in networks) return '127.0.0.1'
  return Object.values(networks)
    .flatMap((network) => [at(network, 'IPAddress'), at(network, 'GlobalIPv6Address')])
    .find((address) => typeof address === 'string' && address !== '') as string | undefined
}

/** Reads what `docker inspect` prints for one container; undefined for anything else. */
export const parseInspected = (text: string): Inspected | undefined => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined
  if (!isRecord(first)) return undefined
  const state = (key: string): unknown => at(first, 'State', key)
  return {
    running: state('Running') === true,
    status: textOf(state('Status')) ?? 'unknown',
    startedAt: textOf(state('StartedAt')) ?? '',
    exitCode: Number(state('ExitCode') ?? 0),
    outOfMemory: state('OOMKilled') === true,
    address: addressOf(first['NetworkSettings']),
    env: envOf(at(first, 'Config', 'Env')),
  }
}

const limits = { stdoutBytes: 1024 * 1024, stderrBytes: 4096 }

const running = async (connection: Connection, signal: AbortSignal): Promise<string> => {
  const listed = await connection.exec("docker ps --format '{{.Names}}'", limits, signal)
  const names = listed.stdout.toString('utf8').split('\n').filter(Boolean)
  return names.length === 0 ? 'no container runs there' : `running there: ${names.join(', ')}`
}

const noDocker = (host: string, stderr: string): SeaworthyError =>
  new SeaworthyError('database-unreachable', `Docker on ${host} can't be asked.`, {
    hint: `Is Docker installed on ${host}, does it run, and is the user in the group docker?`,
    evidence: [stderr],
  })

/** What Docker says of a container; undefined when there is none. @throws `database-unreachable`. */
export const inspectContainer = async (
  name: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<Inspected | undefined> => {
  const script = `docker inspect --type container ${quote(name)}`
  const { code, stdout, stderr } = await connection.exec(script, limits, signal)
  const words = stderr.toString('utf8').trim()
  if (code === 0) return parseInspected(stdout.toString('utf8'))
  if (/no such (?:container|object)/i.test(words)) return undefined
  throw noDocker(connection.name, words)
}

/**
 * Asks Docker about a container, once.
 * @throws SeaworthyError `database-unreachable` when there is no Docker, no such container, or it
 * doesn't run; with the names of those that do.
 */
export const lookAtContainer = async (
  name: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<Container> => {
  const host = connection.name
  const found = await inspectContainer(name, connection, signal)
  if (found?.running === true && found.address !== undefined)
    return { name, address: found.address, env: found.env, startedAt: found.startedAt }
  const state =
    found === undefined
      ? 'there is no such container'
      : found.running
        ? 'it has no network address'
        : `it does not run (${found.status})`
  throw new SeaworthyError(
    'database-unreachable',
    `The container ${name} on ${host} can't be used: ${state}.`,
    {
      hint: `Does \`through\` name the database's container on ${host} (\`docker ps\`)?`,
      evidence: [await running(connection, signal)],
    },
  )
}
