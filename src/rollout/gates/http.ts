import type { Clock } from '../../base/ports.ts'
import type { ContainerDetail } from '../../host/docker-parse.ts'
import type { Host } from '../../host/port.ts'
import type { Probe, ProbeAnswer } from '../../host/probe.ts'
import type { HttpGate } from '../gate.ts'
import type { GateResult } from './result.ts'
import { timesOf } from '../diagnosis/text.ts'
import { detailOf, hasEnded, type Watch } from './watch.ts'

/** kamal-proxy takes any 2xx (v0.9.2); `expect` of the configuration can only ask for more. */
export const isGood = (gate: HttpGate, answer: ProbeAnswer | undefined): boolean =>
  answer?.outcome === 'answered' &&
  (gate.status === undefined
    ? answer.status >= 200 && answer.status < 300
    : answer.status === gate.status) &&
  (gate.body === undefined || answer.body.includes(gate.body))

/** A good answer of a container that has ended meanwhile, and was started again, is none. */
const proves = (
  gate: HttpGate,
  answer: ProbeAnswer | undefined,
  detail: ContainerDetail | undefined,
): boolean => isGood(gate, answer) && !hasEnded(detail)

const probeOf = (gate: HttpGate, id: string, address: string): Probe => ({
  kind: 'probe',
  address,
  port: gate.port,
  path: gate.path,
  hostHeader: `${id.slice(0, 12)}:${String(gate.port)}`,
  timeoutMs: gate.answerMs,
})

const describe = (answer: ProbeAnswer | undefined, times: number, ms: number): string => {
  const status = answer?.outcome === 'answered' ? String(answer.status) : ''
  return `${status} ${timesOf(times)} in a row after ${String(Math.round(ms))} ms`
}

/** Undefined when the container ended before it answered. */
const ask = async (
  host: Host,
  gate: HttpGate,
  detail: ContainerDetail | undefined,
  watch: Watch,
  signal: AbortSignal,
): Promise<ProbeAnswer | undefined> =>
  detail?.address === undefined
    ? { outcome: 'unreachable', detail: 'the container has no address in the network' }
    : Promise.race([
        host.probe(probeOf(gate, detail.id, detail.address), signal),
        watch.end.then(() => undefined),
      ])

/**
 * Asks the health path until it has answered well often enough in a row. Fails at once when the
 * container ends or restarts, and in the end when its time is over.
 */
export const passHttpGate = async (
  host: Host,
  gate: HttpGate,
  watch: Watch,
  clock: Clock,
  signal: AbortSignal,
): Promise<GateResult> => {
  const begun = clock.now()
  const past = (): number => clock.now() - begun
  let successes = 0
  let last: ProbeAnswer | undefined
  let detail = await detailOf(host, gate.container, signal)
  // After an answer that was not good, what the container is now is asked beside the next question.
  let again = false
  const failed = (probes: number): GateResult => ({
    passed: false,
    lastProbe: last,
    probes,
    waitedMs: past(),
  })
  for (let probes = 1; ; probes += 1) {
    if (watch.ended() || hasEnded(detail)) return failed(probes - 1)
    const looking = again ? detailOf(host, gate.container, signal) : detail
    const asking = ask(host, gate, detail, watch, signal)
    const [answer, now] = await Promise.all([asking, looking])
    detail = now
    last = answer ?? last
    if (answer?.outcome === 'forbidden')
      return { passed: true, answer: 'left to the proxy: forwarding is forbidden', probes }
    successes = proves(gate, answer, detail) ? successes + 1 : 0
    if (successes >= gate.successes && !watch.ended())
      return { passed: true, answer: describe(answer, successes, past()), probes }
    if (past() >= gate.timeoutMs) return failed(probes)
    await clock.sleep(gate.intervalMs, signal)
    again = successes === 0
  }
}
