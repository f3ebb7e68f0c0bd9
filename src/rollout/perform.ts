import { SeaworthyError } from '../base/error.ts'
import type { DockerCall } from '../host/docker-call.ts'
import { dockerMessage, parsePull } from '../host/docker-parse.ts'
import type { Command, Host } from '../host/port.ts'
import type { Script, ScriptAnswer } from '../host/script.ts'
import { explainDocker, explainScript } from './explain.ts'

const success = [200, 201, 204, 304]

const performDocker = async (host: Host, call: DockerCall, signal: AbortSignal): Promise<void> => {
  const answer = await host.docker(call, signal)
  const accepted = (call.accept ?? success).includes(answer.status)
  const refusal = call.streams === true ? parsePull(answer) : undefined
  if (accepted && refusal === undefined) return
  const message = refusal ?? dockerMessage(answer)
  throw explainDocker(host.name, call, { status: answer.status, message })
}

/**
 * Says a script to a host.
 * @throws SeaworthyError when a word of it failed, explained; whatever the host throws.
 */
export const performScript = async (
  host: Host,
  script: Script,
  signal: AbortSignal,
): Promise<ScriptAnswer> => {
  const answer = await host.script(script, signal)
  if (answer.code === 0 && answer.failedAt === undefined) return answer
  throw explainScript(host.name, script, answer)
}

/** Failed words that were only tried: the new version serves, and something is left to tidy. */
const warningsOf = (answer: ScriptAnswer): readonly string[] =>
  Object.keys(answer.values)
    .filter((key) => key.startsWith('warning-'))
    .map((key) => key.slice('warning-'.length))

/**
 * Says one command to a host and judges the answer; resolves with what was only tried and failed.
 * @throws SeaworthyError when the host refused it, explained; whatever the host throws.
 */
export const perform = async (
  host: Host,
  command: Command,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  if (command.kind === 'docker') await performDocker(host, command, signal)
  else if (command.kind === 'script') return warningsOf(await performScript(host, command, signal))
  else throw new SeaworthyError('docker-refused', 'a probe is no step of a plan')
  return []
}
