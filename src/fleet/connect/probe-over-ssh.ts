import { SeaworthyError } from '../../base/error.ts'
import type { Probe, ProbeAnswer } from '../../host/probe.ts'
import { whenAborted } from '../../ssh/abort.ts'
import { ForwardError } from '../../ssh/channel-error.ts'
import type { Connection } from '../../ssh/connection.ts'
import { scriptWay } from './probe-script.ts'
import { askThrough } from './probe-way.ts'
import type { Asked, Way } from './probe-way.ts'
import { redirectOf, requestPath } from './redirect.ts'
import type { Place } from './redirect.ts'

/** Go's client stops after as many requests (net/http client.go, defaultCheckRedirect). */
const mostRequests = 10

/** Asks through a forward of the SSH connection. */
const tunnelWay =
  (connection: Connection): Way =>
  async (place, _timeoutMs, signal) => {
    try {
      const stream = await connection.forwardTcp(place.address, place.port, signal)
      return await askThrough(stream, place, signal)
    } catch (error) {
      if (!(error instanceof ForwardError)) throw error
      const { failure, detail } = error
      if (failure === 'refused') return { outcome: 'refused' }
      return { outcome: failure === 'forbidden' ? 'forbidden' : 'unreachable', detail }
    }
  }

const answer = (asked: Asked, redirects: readonly string[]): ProbeAnswer => {
  if (asked.outcome !== 'answered') return asked
  const { status, headers, body } = asked.answer
  return { outcome: 'answered', status, headers, body: body.toString('utf8'), redirects }
}

const follow = async (probe: Probe, ask: Way, signal: AbortSignal): Promise<ProbeAnswer> => {
  const redirects: string[] = []
  let place: Place = { ...probe, path: requestPath(probe.path) }
  for (let requests = 1; requests <= mostRequests; requests += 1) {
    const asked = await ask(place, probe.timeoutMs, signal)
    if (asked.outcome !== 'answered') return answer(asked, redirects)
    const { status, headers } = asked.answer
    const redirect = redirectOf(status, headers['location'], place)
    if (redirect === undefined) return answer(asked, redirects)
    if (redirect.kind === 'error') return { outcome: 'broken', detail: redirect.detail }
    redirects.push(redirect.url)
    if (redirect.kind === 'stop') return answer(asked, redirects)
    place = redirect.place
  }
  const detail = `stopped after ${String(mostRequests)} redirects, the last to ${redirects.at(-1) ?? ''}`
  return { outcome: 'broken', detail }
}

/** Why a probe was stopped: its time is over, or the caller does not want it any more. */
const late = new Error('the time of the probe is over')

const cancelled = (name: string, cause: Error): SeaworthyError =>
  new SeaworthyError('cancelled', `health check on ${name}: cancelled.`, { cause })

/**
 * Health checks over an SSH connection, asked as kamal-proxy asks (health_check.go): GET, its user
 * agent, redirects as Go follows them, judged by the headers: when the time is over after they have
 * come, the answer counts with as much of the body as there is. Where the server forbids forwarding,
 * a program on the host asks instead. Every check is a new connection.
 */
export const probeOverSsh = (connection: Connection) => {
  const tunnel = tunnelWay(connection)
  const script = scriptWay(connection)
  let forbidden = false
  const ask: Way = async (place, timeoutMs, signal) => {
    const asked = forbidden ? undefined : await tunnel(place, timeoutMs, signal)
    if (asked !== undefined && asked.outcome !== 'forbidden') return asked
    forbidden = true
    return script(place, timeoutMs, signal)
  }
  return async (probe: Probe, signal?: AbortSignal): Promise<ProbeAnswer> => {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(late), probe.timeoutMs)
    const release =
      signal === undefined
        ? undefined
        : whenAborted(signal, (cause) => stop.abort(cancelled(connection.name, cause)))
    try {
      return await follow(probe, ask, stop.signal)
    } catch (error) {
      if (error === late) return { outcome: 'timeout' }
      throw error
    } finally {
      clearTimeout(timer)
      release?.()
    }
  }
}
