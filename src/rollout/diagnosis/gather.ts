import type { DockerCall } from '../../host/docker-call.ts'
import { containerLogs, inspectContainer } from '../../host/docker.ts'
import { parseContainer, parseLogs, type ContainerDetail } from '../../host/docker-parse.ts'
import { network } from '../../host/names.ts'
import type { Host } from '../../host/port.ts'
import type { ProbeAnswer } from '../../host/probe.ts'
import type { Script } from '../../host/script.ts'
import type { Gate } from '../gate.ts'
import { hidesItsEnd, parseEnds } from './end.ts'
import type { End, Evidence, Listener } from './evidence.ts'
import { parseListeners } from './listeners.ts'

/** What the gate knows already. */
export interface Seen {
  readonly gate: Gate
  /** The host's, as Docker names it. */
  readonly architecture: string
  readonly image: string
  /** Docker's words when it refused to start the container. */
  readonly startError?: string | undefined
  readonly lastProbe?: ProbeAnswer | undefined
  readonly probes: number
  readonly waitedMs: number
}

/** Two rounds of questions, one after the other: five seconds at most. */
const roundMs = 2500
const logLines = 40
const logSize = 64 * 1024

const listenersScript = (pid: number): Script => ({
  kind: 'script',
  title: 'listening sockets',
  words: ['tcp', 'tcp6'].map((table) => ({
    word: 'read',
    path: `/proc/${String(pid)}/net/${table}`,
    as: table,
  })),
  changes: false,
  timeoutMs: roundMs,
})

/**
 * Until the latest start, as the host's clock has it, so that Docker answers at once. By the whole id:
 * Docker's filter takes a name as a beginning, so `shop-web-1` would be `shop-web-12` as well [tried].
 */
export const endEvents = (id: string, startedAt: string): DockerCall => ({
  kind: 'docker',
  title: `ends of ${id.slice(0, 12)}`,
  method: 'GET',
  path: '/events',
  query: {
    since: '0',
    until: startedAt,
    filters: JSON.stringify({ container: [id], event: ['die', 'oom'] }),
  },
  changes: false,
  timeoutMs: roundMs,
})

/** Evidence is never worth a second failure: what can't be learnt is left out. */
const orNothing = async <T>(question: () => Promise<T | undefined>): Promise<T | undefined> => {
  try {
    return await question()
  } catch {
    return undefined
  }
}

interface Inspected {
  readonly detail: ContainerDetail
  readonly startedAt: string | undefined
}

/** Seconds and nanoseconds since the epoch, as Docker's API wants a time. */
const epochOf = (iso: string): string | undefined => {
  const [, whole, fraction = '0'] = /^(.{19})(?:\.(\d{1,9}))?Z$/.exec(iso) ?? []
  const ms = Date.parse(`${whole ?? ''}Z`)
  return Number.isNaN(ms) ? undefined : `${String(ms / 1000)}.${fraction.padEnd(9, '0')}`
}

const inspect = async (host: Host, container: string, signal: AbortSignal) => {
  const answer = await host.docker({ ...inspectContainer(container), timeoutMs: roundMs }, signal)
  if (answer.status !== 200) return undefined
  const { State } = JSON.parse(answer.body.toString('utf8')) as { State: { StartedAt?: string } }
  return {
    detail: parseContainer(answer, network),
    startedAt: State.StartedAt === undefined ? undefined : epochOf(State.StartedAt),
  } satisfies Inspected
}

const readLog = async (host: Host, container: string, signal: AbortSignal) => {
  const call = { ...containerLogs(container, logLines), timeoutMs: roundMs }
  const answer = await host.docker(call, signal)
  return answer.status === 200 ? parseLogs(answer).slice(-logSize) : undefined
}

const readListeners = async (
  host: Host,
  inspected: Inspected | undefined,
  signal: AbortSignal,
): Promise<readonly Listener[] | undefined> => {
  const pid = inspected?.detail.pid ?? 0
  if (pid === 0) return undefined
  const { values } = await host.script(listenersScript(pid), signal)
  const tables = [values['tcp'], values['tcp6']].filter((table) => table !== undefined)
  return tables.length === 0 ? undefined : parseListeners(tables.join('\n'))
}

const readPastEnd = async (
  host: Host,
  inspected: Inspected | undefined,
  signal: AbortSignal,
): Promise<End | undefined> => {
  if (inspected?.startedAt === undefined || !hidesItsEnd(inspected.detail)) return undefined
  return parseEnds(await host.docker(endEvents(inspected.detail.id, inspected.startedAt), signal))
}

/**
 * Collects what shows why a container failed its gate: state, log, listening sockets, and the end that
 * a restart policy hid. Changes nothing, rejects never, and ends within five seconds.
 */
export const gather = async (host: Host, seen: Seen, signal: AbortSignal): Promise<Evidence> => {
  const { container } = seen.gate
  const [inspected, log] = await Promise.all([
    orNothing(() => inspect(host, container, signal)),
    orNothing(() => readLog(host, container, signal)),
  ])
  const [listeners, pastEnd] = await Promise.all([
    orNothing(() => readListeners(host, inspected, signal)),
    orNothing(() => readPastEnd(host, inspected, signal)),
  ])
  return {
    host: host.name,
    architecture: seen.architecture,
    gate: seen.gate,
    image: seen.image,
    detail: inspected?.detail,
    pastEnd,
    startError: seen.startError,
    lastProbe: seen.lastProbe,
    probes: seen.probes,
    log: log ?? '',
    listeners,
    waitedMs: seen.waitedMs,
  }
}
