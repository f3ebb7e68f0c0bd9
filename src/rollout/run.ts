import { SeaworthyError } from '../base/error.ts'
import { duration } from '../base/time.ts'
import { watchForEnd } from './gates/watch.ts'
import type { Command, Host } from '../host/port.ts'
import { startingById } from './created.ts'
import { DockerRefusal } from './explain.ts'
import { findOut, passGate } from './pass-gate.ts'
import { perform } from './perform.ts'
import { limitOf, type Lane, type Plan, type Step, type Wave } from './plan.ts'
import { hostOf, type Ports } from './ports.ts'

export interface Failure {
  readonly step: Step
  readonly error: SeaworthyError
}

/** How a plan ended; of several failures the first to happen comes first. */
export type RunResult =
  | { readonly ok: true; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly failures: readonly Failure[] }

const asError = (thrown: unknown): SeaworthyError =>
  thrown instanceof SeaworthyError
    ? thrown
    : new SeaworthyError('host-lost', String(thrown), { cause: thrown })

interface StepResult {
  readonly answer: string | undefined
  readonly warnings: readonly string[]
}

/**
 * Says one command of a step. A start that Docker refuses is a gate that said no at once: it is
 * diagnosed like one.
 */
const say = async (
  host: Host,
  command: Command,
  { gate }: Step,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  try {
    return await perform(host, command, signal)
  } catch (error) {
    const isStart = command.kind === 'docker' && command.path.endsWith('/start')
    if (gate === undefined || !isStart || !(error instanceof DockerRefusal)) throw error
    const saw = { startError: error.said, lastProbe: undefined, probes: 0, waitedMs: 0 }
    throw await findOut(host, gate, saw, signal)
  }
}

/** Commands in order, then the gate; Docker's `wait` for the container is sent beside the commands. */
const carryOut = async (step: Step, ports: Ports): Promise<StepResult> => {
  if (step.hook !== undefined) {
    await ports.hook(step.hook, ports.signal)
    return { answer: undefined, warnings: [] }
  }
  const host = hostOf(ports, step.host)
  const { gate } = step
  const ended = new AbortController()
  const watching = AbortSignal.any([ports.signal, ended.signal])
  const limitMs = gate === undefined ? 0 : gate.timeoutMs + 60_000
  const watch =
    gate === undefined ? undefined : watchForEnd(host, gate.container, limitMs, watching)
  const warnings: string[] = []
  try {
    for (const command of step.commands) {
      ports.signal.throwIfAborted()
      warnings.push(...(await say(host, command, step, ports.signal)))
    }
    const answer =
      gate === undefined || watch === undefined
        ? undefined
        : await passGate(host, gate, watch, ports)
    return { answer, warnings }
  } finally {
    ended.abort()
  }
}

interface Progress {
  readonly failures: Failure[]
  readonly warnings: string[]
}

const runStep = async (step: Step, ports: Ports, progress: Progress): Promise<void> => {
  const begun = ports.clock.now()
  ports.narrate({ kind: 'step', at: begun, step })
  const since = () => ({ at: ports.clock.now(), ms: ports.clock.now() - begun })
  try {
    const { answer, warnings } = await carryOut(step, ports)
    progress.warnings.push(...warnings.map((warning) => `${step.host}: ${warning} failed`))
    ports.narrate({ kind: 'step-done', step, answer, warnings, ...since() })
  } catch (thrown) {
    const error = asError(thrown)
    progress.failures.push({ step, error })
    ports.narrate({ kind: 'step-failed', step, error, ...since() })
  }
}

/** After a failure anywhere no lane begins another step; what was begun is waited for. */
const runLane = async (lane: Lane, ports: Ports, progress: Progress): Promise<void> => {
  for (const step of lane.steps) {
    if (progress.failures.length > 0 || ports.signal.aborted) return
    await runStep(step, ports, progress)
  }
}

const runWave = async (wave: Wave, ports: Ports, progress: Progress): Promise<void> => {
  ports.narrate({ kind: 'wave', at: ports.clock.now(), wave })
  await Promise.all(wave.lanes.map((lane) => runLane(lane, ports, progress)))
  ports.narrate({ kind: 'wave-ended', at: ports.clock.now(), wave })
  if (wave.restMs !== undefined && progress.failures.length === 0)
    await ports.clock.sleep(wave.restMs, ports.signal)
}

const walk = async (plan: Plan, ports: Ports): Promise<RunResult> => {
  const progress: Progress = { failures: [], warnings: [] }
  for (const wave of plan.waves) {
    ports.signal.throwIfAborted()
    await runWave(wave, ports, progress)
    if (progress.failures.length > 0) return { ok: false, failures: progress.failures }
  }
  return { ok: true, warnings: progress.warnings }
}

/** Room for what lies between the steps: every step has its own limit. */
const slackMs = 60_000

/**
 * Walks a plan, many hosts at once, and stops at the first failure. The whole of it has a limit: the
 * sum of what its steps may take. A run that is cancelled between two waves ends without a failure.
 * @throws SeaworthyError `run-too-long`.
 */
export const run = async (plan: Plan, ports: Ports): Promise<RunResult> => {
  const limitMs = limitOf(plan) + slackMs
  const over = new AbortController()
  const done = new AbortController()
  const tooLong = new SeaworthyError('run-too-long', `it took longer than ${duration(limitMs)}`)
  ports.clock.sleep(limitMs, done.signal).then(
    () => {
      over.abort(tooLong)
    },
    () => undefined,
  )
  try {
    const hosts = new Map([...ports.hosts].map(([name, host]) => [name, startingById(host)]))
    const signal = AbortSignal.any([ports.signal, over.signal])
    return await walk(plan, { ...ports, hosts, signal })
  } catch (error) {
    if (ports.signal.aborted) return { ok: false, failures: [] }
    throw error
  } finally {
    done.abort()
  }
}
