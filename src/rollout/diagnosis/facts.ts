import { duration } from '../../base/time.ts'
import type { ContainerDetail } from '../../host/docker-parse.ts'
import type { ProbeAnswer } from '../../host/probe.ts'
import { exitCode } from './ended.ts'
import { endOf } from './end.ts'
import type { Evidence } from './evidence.ts'
import { socketName } from './listeners.ts'
import { startRefusal } from './start.ts'
import { bodyText, inLine, lastLines, listed, memory, timesOf } from './text.ts'

const logLines = 12

const stateFact = (detail: ContainerDetail): string =>
  [
    `container ${detail.status}`,
    ...(detail.restartCount > 0 ? [`restarts: ${String(detail.restartCount)}`] : []),
    ...(detail.memoryLimit > 0 ? [`memory limit: ${memory(detail.memoryLimit)}`] : []),
    ...(detail.health === undefined ? [] : [`health: ${detail.health}`]),
  ].join(', ')

const endFact = (evidence: Evidence): readonly string[] => {
  const code = endOf(evidence)?.exitCode
  if (code === undefined) return []
  return [`${exitCode(code)}${endOf(evidence)?.outOfMemory === true ? ', out of memory' : ''}`]
}

const probeText = (probe: ProbeAnswer): string => {
  switch (probe.outcome) {
    case 'answered': {
      const text = bodyText(probe.body)
      const way = probe.redirects.map((place) => ` -> ${inLine(place, 120)}`).join('')
      return `${String(probe.status)}${way}${text === '' ? '' : `: ${text}`}`
    }
    case 'refused':
      return 'connection refused'
    case 'timeout':
      return 'no answer in time'
    case 'unreachable':
    case 'broken':
    case 'forbidden':
      return inLine(probe.detail)
  }
}

const probeFact = ({ gate, lastProbe, probes, waitedMs }: Evidence): readonly string[] => {
  if (gate.kind !== 'http' || lastProbe === undefined) return []
  const asked = `GET ${inLine(gate.path, 80)} on port ${String(gate.port)}`
  return [`${asked}, ${timesOf(probes)} in ${duration(waitedMs)}, last: ${probeText(lastProbe)}`]
}

/** What was seen, a line each, and the last lines of the log as one block. */
export const facts = (evidence: Evidence): readonly string[] => {
  const { detail, listeners } = evidence
  const refusal = startRefusal(evidence)
  const log = lastLines(evidence.log, logLines)
  const sockets = listeners?.map(socketName) ?? []
  return [
    ...(refusal === undefined ? [] : [`Docker: ${inLine(refusal, 400)}`]),
    ...(detail === undefined ? [] : [stateFact(detail)]),
    ...endFact(evidence),
    ...probeFact(evidence),
    ...(listeners === undefined
      ? []
      : [sockets.length === 0 ? 'listens nowhere' : `listens on ${listed(sockets)}`]),
    ...(log === '' ? [] : [`last lines of its log:\n${log}`]),
  ]
}
