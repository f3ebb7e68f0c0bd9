import type { Agent, RequestOptions } from 'node:http'
import { SeaworthyError } from '../../base/error.ts'
import type { DockerAnswer, DockerCall } from '../../host/docker-call.ts'
import { ForwardError } from '../../ssh/channel-error.ts'
import { RunError } from '../../ssh/connection.ts'
import type { Connection } from '../../ssh/connection.ts'
import { bounded } from '../../ssh/deadline.ts'
import { defaultSocket, diagnoseDocker, dockerLookScript } from './docker-trouble.ts'
import { lendRegistry } from './lend-registry.ts'
import { exchange, HttpError, poolOf } from './http.ts'

const bodyBytes = 16 * 1024 * 1024

const look = async (connection: Connection, socket: string, signal: AbortSignal): Promise<void> => {
  const limits = { stdoutBytes: 64 * 1024, stderrBytes: 4096 }
  const { stdout } = await connection.exec(dockerLookScript(socket), limits, signal)
  const trouble = diagnoseDocker(connection.name, stdout.toString('utf8'))
  if (trouble !== 'working') throw trouble
}

type Way = 'socket' | 'dial-stdio'

/**
 * Finds out how Docker can be reached: its socket forwarded or, where the SSH server forbids that,
 * `docker system dial-stdio`, which is how docker's own ssh:// does it. sshd answers a forbidden
 * forward and a missing socket alike, so a failed one is looked into and tried once more.
 */
const findWay = async (
  connection: Connection,
  socket: string,
  signal: AbortSignal,
): Promise<Way> => {
  for (const attempt of [1, 2]) {
    try {
      const stream = await connection.forwardUnix(socket, signal)
      stream.destroy()
      return 'socket'
    } catch (error) {
      if (!(error instanceof ForwardError)) throw error
      if (attempt === 1) await look(connection, socket, signal)
    }
  }
  return 'dial-stdio'
}

const optionsOf = (call: DockerCall, agent: Agent): RequestOptions => {
  const query = new URLSearchParams(call.query).toString()
  return {
    agent,
    method: call.method,
    path: query === '' ? call.path : `${call.path}?${query}`,
    headers: {
      Host: 'docker',
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(call.registryAuth === undefined ? {} : { 'X-Registry-Auth': call.registryAuth }),
    },
  }
}

const ask = async (call: DockerCall, agent: Agent, signal: AbortSignal): Promise<DockerAnswer> => {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body)
  const what = {
    options: optionsOf(call, agent),
    body,
    keepBytes: bodyBytes,
    rest: 'drain',
  } as const
  try {
    return await exchange(what, signal)
  } catch (error) {
    if (call.changes || !(error instanceof HttpError) || !error.stale) throw error
    return exchange(what, signal)
  }
}

const explain = (name: string, call: DockerCall, error: unknown): unknown => {
  if (error instanceof RunError)
    return new SeaworthyError(
      'docker-refused',
      `Docker on ${name} did not answer: ${call.title}.`,
      {
        hint: 'On the host: `docker version` as the same user.',
        evidence: [error.message, error.stderr],
        cause: error,
      },
    )
  if (!(error instanceof HttpError)) return error
  return error.code.startsWith('HPE_')
    ? new SeaworthyError('docker-refused', `What answers as Docker on ${name} speaks no HTTP.`, {
        evidence: [error.message],
        cause: error,
      })
    : new SeaworthyError(
        'host-lost',
        `Docker on ${name} broke off: ${call.title} (${error.message}).`,
        {
          hint: 'Was its daemon restarted? Whether the call was carried out is open.',
          cause: error,
        },
      )
}

/** Finds the way once for all who ask at the same time, however long each of them waits. */
const finder = (connection: Connection, socket: string) => {
  let finding: Promise<Way> | undefined
  const what = `look for Docker on ${connection.name}`
  return (): Promise<Way> => {
    finding ??= bounded({ what, timeoutMs: 30_000 }, (signal) =>
      findWay(connection, socket, signal),
    ).finally(() => (finding = undefined))
    return finding
  }
}

/** A connection belongs to the pool, not to the call that made it necessary. */
const forever = new AbortController().signal

const poolsOf = (connection: Connection, socket: string): Readonly<Record<Way, Agent>> => ({
  // A look asks five questions at once, and the next look is to find as many connections.
  socket: poolOf(() => connection.forwardUnix(socket, forever), { most: Infinity, idle: 8 }),
  // A session each, of which there are ten, and scripts need some.
  'dial-stdio': poolOf(() => connection.run('docker system dial-stdio', forever), {
    most: 6,
    idle: 2,
    idleMs: 1000,
  }),
})

/**
 * Calls of Docker's Engine API over an SSH connection. Paths carry no version, so that the daemon
 * answers in its own: a fixed one is refused by daemons that are much older or newer (Docker 29
 * wants 1.44 at least). Connections are kept and used again; several calls use several of them.
 * Rejects with `docker-refused` and `registry-unreachable` (nothing was carried out) besides what the
 * Host port names.
 */
export const dockerOverSsh = (connection: Connection, socket: string = defaultSocket) => {
  const pools = poolsOf(connection, socket)
  const find = finder(connection, socket)
  let way: Way = 'socket'
  const attempt = async (call: DockerCall, signal: AbortSignal): Promise<DockerAnswer> => {
    try {
      return await ask(call, pools[way], signal)
    } catch (error) {
      if (!(error instanceof ForwardError)) throw error
      way = await find()
      return ask(call, pools[way], signal)
    }
  }
  return (call: DockerCall, signal?: AbortSignal): Promise<DockerAnswer> => {
    const what = `${call.title} on ${connection.name}`
    return bounded({ what, timeoutMs: call.timeoutMs, signal }, async (inner) => {
      try {
        const { registryPort: port } = call
        if (port === undefined) return await attempt(call, inner)
        return await lendRegistry(connection, port, inner, () => attempt(call, inner))
      } catch (error) {
        throw explain(connection.name, call, error)
      }
    })
  }
}
