import type { Clock } from '../../base/ports.ts'
import type { ContainerDetail } from '../../host/docker-parse.ts'
import type { Host } from '../../host/port.ts'
import type { ContainerGate } from '../gate.ts'
import type { GateResult } from './result.ts'
import { detailOf, hasEnded, type Watch } from './watch.ts'

const intervalMs = 250

type Verdict = 'failed' | 'waiting' | { readonly passed: string }

/** A container without a check is judged by its readiness delay, however short the time limit. */
const judge = (gate: ContainerGate, detail: ContainerDetail | undefined, ms: number): Verdict => {
  if (detail === undefined || hasEnded(detail) || detail.health === 'unhealthy') return 'failed'
  if (detail.health === 'healthy') return { passed: 'healthy' }
  if (detail.health !== undefined) return ms >= gate.timeoutMs ? 'failed' : 'waiting'
  if (ms < gate.readinessMs) return 'waiting'
  return { passed: `up for ${String(gate.readinessMs / 1000)} s` }
}

/**
 * Proves a container that takes no requests: healthy by its image's own check, or, without one, up for
 * the readiness delay without an end or a restart, as Kamal judges it (cli/healthcheck/poller.rb).
 */
export const passContainerGate = async (
  host: Host,
  gate: ContainerGate,
  watch: Watch,
  clock: Clock,
  signal: AbortSignal,
): Promise<GateResult> => {
  const begun = clock.now()
  for (let probes = 1; ; probes += 1) {
    const detail = await detailOf(host, gate.container, signal)
    const waitedMs = clock.now() - begun
    const verdict = watch.ended() ? 'failed' : judge(gate, detail, waitedMs)
    if (verdict === 'failed') return { passed: false, lastProbe: undefined, probes, waitedMs }
    if (verdict !== 'waiting') return { passed: true, answer: verdict.passed, probes }
    await Promise.race([clock.sleep(intervalMs, signal), watch.end])
  }
}
