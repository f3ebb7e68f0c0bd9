import { misanswered } from './answer.ts'
import { crashed, nameUnresolved, outOfMemory } from './ended.ts'
import type { Diagnosis, Evidence, Family, Finding } from './evidence.ts'
import { facts } from './facts.ts'
import { unhealthy } from './health.ts'
import { unreached } from './reach.ts'
import { commandMissing, diskFull, imageMissing, notStarted, wrongArchitecture } from './start.ts'
import { waited } from './waited.ts'

const http: Family = (evidence) =>
  evidence.gate.kind === 'http'
    ? (unreached(evidence.gate, evidence) ?? misanswered(evidence.gate, evidence))
    : undefined

/**
 * In order of precedence: what Docker or the kernel states outranks what a log says, a known reason
 * for an end outranks the end, and an end outranks whatever the health path answered before it.
 */
const families: readonly Family[] = [
  outOfMemory,
  wrongArchitecture,
  diskFull,
  commandMissing,
  imageMissing,
  notStarted,
  nameUnresolved,
  crashed,
  unhealthy,
  http,
]

const unknown = (evidence: Evidence): Finding => {
  const { detail, gate, lastProbe } = evidence
  const state =
    detail === undefined ? 'nothing more could be learnt of it' : `it is ${detail.status}`
  const unreachable = lastProbe?.outcome === 'unreachable' ? ` (${lastProbe.detail})` : ''
  return {
    cause: 'unknown',
    what: `did not become healthy within ${waited(evidence)}; ${state}${unreachable}`,
    remedy: `see docker ps and docker logs ${gate.container} on the host`,
  }
}

/** An app that quotes the Host header has another one on every host: alike causes read alike. */
const withoutId = (text: string, { detail }: Evidence): string =>
  detail === undefined ? text : text.replaceAll(detail.id.slice(0, 12), 'CONTAINER')

/** Why a container failed its gate, and what to change. */
export const diagnose = (evidence: Evidence): Diagnosis => {
  const { host, gate } = evidence
  const finding =
    families.map((family) => family(evidence)).find((found) => found !== undefined) ??
    unknown(evidence)
  return {
    cause: finding.cause,
    host,
    role: gate.role,
    headline: `${gate.role} on ${host} ${withoutId(finding.what, evidence)}`,
    remedy: finding.remedy,
    evidence: facts(evidence),
  }
}
