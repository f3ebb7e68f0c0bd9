import { duration } from '../../base/time.ts'
import { network } from '../../host/names.ts'
import { blockOf, type HttpGate } from '../gate.ts'
import type { Evidence, Finding, Listener } from './evidence.ts'
import { isLoopback, socketName } from './listeners.ts'
import { nameFinding } from './name.ts'
import { tellingLine } from './telling-line.ts'
import { inLine, listed } from './text.ts'
import { waited } from './waited.ts'

const names = (listeners: readonly Listener[]): string =>
  listed([...new Set(listeners.map(socketName))])

const bindRemedy = 'bind to 0.0.0.0 (or ::) inside the container, for example by HOST or BINDING'

const loopbackOnly = (onPort: readonly Listener[]): Finding => ({
  cause: 'loopback-only',
  what: `listens on ${names(onPort)} only, so the proxy cannot reach it`,
  remedy: `${bindRemedy}: 127.0.0.1 is the container itself`,
})

const otherPort = (port: number, others: readonly Listener[]): Finding => {
  const open = others.filter((listener) => !isLoopback(listener))
  const ports = [...new Set((open.length > 0 ? open : others).map((other) => String(other.port)))]
  const change =
    ports.length === 1
      ? `set proxy/app_port: ${listed(ports)} in deploy.yml`
      : `set proxy/app_port to one of ${listed(ports)} in deploy.yml`
  return {
    cause: 'other-port',
    what: `listens on ${names(others)}, not on port ${String(port)} (proxy/app_port)`,
    remedy: `${change}, or let the app listen on ${String(port)}${open.length > 0 ? '' : `; and ${bindRemedy}`}`,
  }
}

const slowBoot = (gate: HttpGate): string =>
  `if it needs longer to boot, raise x-seaworthy/gates/stage/timeout (now ${duration(gate.timeoutMs)}); else make it listen on port ${String(gate.port)}`

const nowhere = (gate: HttpGate, evidence: Evidence): Finding => {
  const said = tellingLine(evidence.log)
  const words = said === undefined ? 'it printed nothing' : `its log says: ${inLine(said)}`
  const unsure = evidence.listeners === undefined ? `port ${String(gate.port)}` : 'any port'
  return (
    nameFinding(evidence) ?? {
      cause: 'not-listening',
      what: `does not listen on ${unsure} after ${waited(evidence)}; ${words}`,
      remedy: slowBoot(gate),
    }
  )
}

/** What the listening sockets tell; undefined when one of them can be reached on the wanted port. */
const bySockets = (gate: HttpGate, evidence: Evidence): Finding | undefined => {
  const { listeners } = evidence
  if (listeners === undefined) return undefined
  const onPort = listeners.filter((listener) => listener.port === gate.port)
  if (onPort.some((listener) => !isLoopback(listener))) return undefined
  if (onPort.length > 0) return loopbackOnly(onPort)
  return listeners.length > 0 ? otherPort(gate.port, listeners) : nowhere(gate, evidence)
}

const tooLate = (gate: HttpGate, evidence: Evidence): Finding => ({
  cause: 'not-listening',
  what: `began to listen on port ${String(gate.port)} too late: not within ${waited(evidence)}`,
  remedy: slowBoot(gate),
})

const noAddress = ({ gate }: Evidence): Finding => ({
  cause: 'unknown',
  what: `has no address in Docker's network ${network}, where the proxy looks for it`,
  remedy: `remove network from ${blockOf(gate)}/options in deploy.yml`,
})

const slow = (gate: HttpGate): Finding => ({
  cause: 'slow-answer',
  what: `did not answer GET ${inLine(gate.path, 80)} within ${duration(gate.answerMs)}`,
  remedy:
    'let the health path answer without asking a database or another service, or raise proxy/healthcheck/timeout',
})

const broken = (gate: HttpGate, detail: string): Finding => ({
  cause: 'broken-answer',
  what: `does not speak HTTP on port ${String(gate.port)}: ${inLine(detail)}`,
  remedy: 'set proxy/app_port to the port of plain HTTP: the proxy speaks no TLS to containers',
})

/** No connection came to be, or nothing came over it. */
const silent = (gate: HttpGate, evidence: Evidence): Finding | undefined => {
  const found = bySockets(gate, evidence)
  if (found !== undefined) return found
  const outcome = evidence.lastProbe?.outcome
  if (outcome === 'timeout') return slow(gate)
  if (outcome !== 'refused') return undefined
  return evidence.listeners === undefined ? nowhere(gate, evidence) : tooLate(gate, evidence)
}

/** A running container that takes requests and gave no HTTP answer. */
export const unreached = (gate: HttpGate, evidence: Evidence): Finding | undefined => {
  const { lastProbe, detail } = evidence
  if (lastProbe?.outcome === 'answered') return undefined
  if (lastProbe?.outcome === 'broken') return broken(gate, lastProbe.detail)
  if (detail?.status === 'running' && detail.address === undefined) return noAddress(evidence)
  return silent(gate, evidence)
}
