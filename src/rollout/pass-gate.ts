import { SeaworthyError } from '../base/error.ts'
import { dockerVersion } from '../host/docker.ts'
import { parseVersion } from '../host/docker-parse.ts'
import type { Host } from '../host/port.ts'
import { diagnose } from './diagnosis/diagnose.ts'
import type { Diagnosis } from './diagnosis/evidence.ts'
import { gather, type Seen } from './diagnosis/gather.ts'
import type { Gate } from './gate.ts'
import { passContainerGate } from './gates/container.ts'
import { passHttpGate } from './gates/http.ts'
import type { GateResult } from './gates/result.ts'
import type { Watch } from './gates/watch.ts'
import type { Ports } from './ports.ts'

/** A gate that said no, with what was found out about why. */
export class GateFailure extends SeaworthyError {
  readonly diagnosis: Diagnosis

  constructor(diagnosis: Diagnosis) {
    super('gate-failed', diagnosis.headline, {
      hint: diagnosis.remedy,
      evidence: diagnosis.evidence,
    })
    this.diagnosis = diagnosis
  }
}

const judge = (host: Host, gate: Gate, watch: Watch, ports: Ports): Promise<GateResult> =>
  gate.kind === 'http'
    ? passHttpGate(host, gate, watch, ports.clock, ports.signal)
    : passContainerGate(host, gate, watch, ports.clock, ports.signal)

/** Empty when Docker does not say (any more): the diagnosis then does without. */
const architectureOf = async (host: Host, signal: AbortSignal): Promise<string> => {
  try {
    const answer = await host.docker(dockerVersion(), signal)
    return answer.status === 200 ? parseVersion(answer).arch : ''
  } catch {
    return ''
  }
}

type Saw = Pick<Seen, 'startError' | 'lastProbe' | 'probes' | 'waitedMs'>

/** What became of a container, and why: asked while it is still there. */
export const findOut = async (
  host: Host,
  gate: Gate,
  saw: Saw,
  signal: AbortSignal,
): Promise<GateFailure> => {
  const architecture = await architectureOf(host, signal)
  const seen = { gate, image: gate.image, architecture, ...saw }
  return new GateFailure(diagnose(await gather(host, seen, signal)))
}

/**
 * Waits until a container has passed its gate; resolves with what was seen, for the report.
 * @throws GateFailure with a diagnosis when it has not.
 */
export const passGate = async (
  host: Host,
  gate: Gate,
  watch: Watch,
  ports: Ports,
): Promise<string> => {
  const result = await judge(host, gate, watch, ports)
  if (result.passed) return result.answer
  const { lastProbe, probes, waitedMs } = result
  throw await findOut(host, gate, { lastProbe, probes, waitedMs }, ports.signal)
}
