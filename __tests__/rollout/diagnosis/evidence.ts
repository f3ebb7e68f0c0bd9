import type { Diagnosis, Evidence, Listener } from '../../../src/rollout/diagnosis/evidence.ts'
import { diagnose } from '../../../src/rollout/diagnosis/diagnose.ts'
import type { ContainerDetail } from '../../../src/host/docker-parse.ts'
import type { ProbeAnswer } from '../../../src/host/probe.ts'
import type { ContainerGate, HttpGate } from '../../../src/rollout/gate.ts'

export const httpGate: HttpGate = {
  kind: 'http',
  role: 'web',
  container: 'shop-web-v2',
  image: 'ghcr.io/acme/shop:v2',
  timeoutMs: 30_000,
  port: 3000,
  path: '/up',
  intervalMs: 200,
  answerMs: 5000,
  successes: 2,
  status: undefined,
  body: undefined,
}

export const containerGate: ContainerGate = {
  kind: 'container',
  role: 'worker',
  container: 'shop-worker-v2',
  image: 'ghcr.io/acme/shop:v2',
  timeoutMs: 30_000,
  readinessMs: 7000,
}

export const running: ContainerDetail = {
  id: 'b6e70da3fdf980c88f8a2f628bbe3ab963a750984c98ed9fbd1fd3c6a6c0d329',
  image: 'ghcr.io/acme/shop:v2',
  status: 'running',
  exitCode: 0,
  oomKilled: false,
  error: '',
  restartCount: 0,
  health: undefined,
  healthLog: undefined,
  address: '172.18.0.3',
  pid: 362,
  memoryLimit: 0,
}

/** How Docker lists a container between two starts of a restart policy. */
export const restarting: ContainerDetail = {
  ...running,
  status: 'restarting',
  exitCode: 1,
  restartCount: 6,
  address: undefined,
  pid: 0,
}

/** How Docker leaves a container that it could not start. */
export const created: ContainerDetail = {
  ...running,
  status: 'created',
  address: undefined,
  pid: 0,
}

export const seen = (evidence: Partial<Evidence>): Evidence => ({
  host: 'h1',
  architecture: 'amd64',
  gate: httpGate,
  image: 'ghcr.io/acme/shop:v2',
  detail: running,
  pastEnd: undefined,
  startError: undefined,
  lastProbe: undefined,
  probes: 12,
  log: '',
  listeners: undefined,
  waitedMs: 30_140,
  ...evidence,
})

export const answered = (
  status: number,
  body = '',
  rest: { headers?: Record<string, string>; redirects?: readonly string[] } = {},
): ProbeAnswer => ({ outcome: 'answered', status, body, headers: {}, redirects: [], ...rest })

export const on = (address: string, port: number): Listener => ({ address, port })

/** What people read first. */
export const told = (evidence: Partial<Evidence>): Pick<Diagnosis, 'cause' | 'headline'> => {
  const { cause, headline } = diagnose(seen(evidence))
  return { cause, headline }
}

export const remedyFor = (evidence: Partial<Evidence>): string => diagnose(seen(evidence)).remedy
