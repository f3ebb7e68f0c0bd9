import { setTimeout as sleep } from 'node:timers/promises'
import type { Duplex } from 'node:stream'
import type { SeaworthyError } from '../base/error.ts'
import { algorithmsFor, keyTypes } from './algorithms.ts'
import { ForwardError } from './channel-error.ts'
import { unreachable } from './connect-errors.ts'
import { connectionOf } from './connection.ts'
import type { Connection } from './connection.ts'
import { bounded } from './deadline.ts'
import { DistrustedKeyError, EarlyHangUpError, handshake } from './handshake.ts'
import { expectedOf } from './judge-host-key.ts'
import { openSocket, SocketError } from './socket.ts'
import { describe } from './target.ts'
import type { Limits, Target } from './target.ts'

/** Waits before further attempts, in milliseconds, when a server hangs up at once. */
const backOff: readonly number[] = [200, 400, 800]

interface Road {
  readonly open: () => Promise<Duplex>
  readonly leave: () => Promise<void>
}

interface Journey {
  readonly target: Target
  readonly road: Road
  readonly keepaliveIntervalMs: number
  readonly signal: AbortSignal
}

const noRoad = (target: Target, error: unknown): unknown => {
  if (error instanceof SocketError) return unreachable(target, error.message, { cause: error })
  if (!(error instanceof ForwardError)) return error
  const jump = target.jump?.host ?? 'the jump host'
  return unreachable(target, `${jump} did not connect to it (${error.detail})`, {
    hint: `Is the address right as seen from ${jump}, and does it allow forwarding (AllowTcpForwarding)?`,
    cause: error,
  })
}

const logIn = async (journey: Journey, without: readonly string[]): Promise<Connection> => {
  const { target, road, keepaliveIntervalMs, signal } = journey
  const { types } = expectedOf(target.host, target.port, target.known)
  return handshake(
    await road.open(),
    {
      target,
      algorithms: algorithmsFor(types, without, target.compress),
      keepaliveIntervalMs,
      adopt: (client) => connectionOf(target.name, client, road.leave),
    },
    signal,
  )
}

/**
 * Only fingerprints are pinned, so it is not known which of the host's keys is meant: asks for its
 * other types as well, before the first answer counts.
 */
const tryKeyTypes = async (journey: Journey): Promise<Connection> => {
  const { host, port, known } = journey.target
  const refused: DistrustedKeyError[] = []
  for (;;) {
    try {
      return await logIn(
        journey,
        refused.map(({ keyType }) => keyType),
      )
    } catch (error) {
      const first = refused[0]?.error
      if (!(error instanceof DistrustedKeyError))
        throw isTransient(error) ? error : (first ?? error)
      refused.push(error)
      if (!expectedOf(host, port, known).pinned || refused.length >= keyTypes.length)
        throw first ?? error.error
    }
  }
}

const isTransient = (error: unknown): boolean =>
  error instanceof EarlyHangUpError ||
  (error instanceof SocketError && (error.code === 'EAI_AGAIN' || error.code === 'ECONNRESET'))

const hungUp = (target: Target, error: Error): SeaworthyError =>
  unreachable(
    target,
    `the connection ended before the SSH handshake, ${String(backOff.length + 1)} times (${error.message})`,
    {
      hint: 'Is this the port of an SSH server, and is it not overrun (MaxStartups, fail2ban, PerSourcePenalties)?',
      cause: error,
    },
  )

const persist = async (journey: Journey): Promise<Connection> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await tryKeyTypes(journey)
    } catch (error) {
      const wait = backOff[attempt]
      if (isTransient(error) && wait !== undefined) {
        await sleep(wait, undefined, { signal: journey.signal }).catch(() => undefined)
        journey.signal.throwIfAborted()
        continue
      }
      throw error instanceof EarlyHangUpError
        ? hungUp(journey.target, error)
        : noRoad(journey.target, error)
    }
  }
}

const roadTo = async (target: Target, limits: Limits, signal: AbortSignal): Promise<Road> => {
  const { host, port, jump, ...rest } = target
  if (jump === undefined)
    return { open: () => openSocket(host, port, signal), leave: () => Promise.resolve() }
  const name = `the jump host of ${target.name}`
  const first = await reach({ ...rest, ...jump, name, compress: false }, limits, signal)
  return { open: () => first.forwardTcp(host, port, signal), leave: () => first.close() }
}

const reach = async (target: Target, limits: Limits, signal: AbortSignal): Promise<Connection> => {
  const road = await roadTo(target, limits, signal)
  const keepaliveIntervalMs = limits.keepaliveIntervalMs ?? 5000
  try {
    return await persist({ target, road, keepaliveIntervalMs, signal })
  } catch (error) {
    await road.leave()
    throw error
  }
}

/**
 * Connects to a host and logs in; through its jump host, if it has one, whose key is checked as well.
 * Rejects with `host-unreachable`, `host-key-unknown`, `host-key-changed`, `host-key-revoked`,
 * `host-login-refused`, `key-unusable` or `cancelled`; nothing was said to the host then.
 */
export const connect = (
  target: Target,
  limits: Limits = {},
  signal?: AbortSignal,
): Promise<Connection> => {
  const timeoutMs = limits.connectTimeoutMs ?? 20_000
  const late = (): SeaworthyError =>
    unreachable(target, `no login after ${String(timeoutMs / 1000)} s`)
  return bounded({ what: `connect to ${describe(target)}`, timeoutMs, signal, late }, (inner) =>
    reach(target, limits, inner),
  )
}
