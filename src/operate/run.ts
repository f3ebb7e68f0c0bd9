import { withoutControls } from '../base/clean.ts'
import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import { suggestion } from '../base/nearest.ts'
import type { Config, OwnCommand, Role } from '../config/config.ts'
import { lookAtDocker } from '../fleet/look.ts'
import { serving, versionOf } from '../fleet/serving.ts'
import { audit } from '../host/audit.ts'
import { createExec, inspectExec, startExec } from '../host/docker.ts'
import type { DockerAnswer, DockerCall } from '../host/docker-call.ts'
import { dockerMessage, parseExecId, parseExitCode, parseLogs } from '../host/docker-parse.ts'
import type { Host } from '../host/port.ts'
import { performScript } from '../rollout/perform.ts'

/** A command of the allow-list as it is to be run now. */
export interface Order {
  readonly name: string
  readonly words: readonly string[]
  readonly role: Role
  readonly hosts: OwnCommand['hosts']
  readonly timeoutMs: number
}

/** What became of it on one host. */
export interface Ran {
  readonly host: string
  readonly container: string
  /** Undefined when Docker does not say. */
  readonly exitCode: number | undefined
  /** The end of what it printed. */
  readonly text: string
}

const keptCharacters = 100_000

const refuse = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('input-invalid', message, { hint })

const unknown = ({ file, own }: Config, name: string): SeaworthyError => {
  const names = Object.keys(own.commands)
  if (names.length === 0)
    return refuse(
      `${file} has no command that may be run.`,
      'List those that may: `x-seaworthy: {commands: {jobs: [bin/rails, "jobs:status"]}}`.',
    )
  return name === ''
    ? refuse('Input name is missing.', `allowed: ${names.join(', ')}`)
    : refuse(`${file} has no command "${name}" that may be run.`, suggestion(name, names))
}

const checkMore = ({ mostArguments }: OwnCommand, name: string, more: readonly string[]): void => {
  if (more.length > mostArguments) {
    const noun = mostArguments === 1 ? 'argument' : 'arguments'
    const most = mostArguments === 0 ? 'no' : `at most ${String(mostArguments)}`
    throw refuse(
      `The command ${name} takes ${most} ${noun}, not ${String(more.length)}.`,
      `\`x-seaworthy.commands.${name}.arguments\` says how many it may be given.`,
    )
  }
  const option = more.find((word) => word.startsWith('-'))
  if (option !== undefined)
    throw refuse(
      `"${option}" looks like an option: an argument can't begin with a dash.`,
      'Options are a part of the command: list another command that has it.',
    )
}

/**
 * The command of that name with arguments to it, as the allow-list lets it be run.
 * @throws SeaworthyError `input-invalid` with the candidates.
 */
export const orderOf = (config: Config, name: string, more: readonly string[]): Order => {
  const command = Object.hasOwn(config.own.commands, name) ? config.own.commands[name] : undefined
  if (command === undefined) throw unknown(config, name)
  checkMore(command, name, more)
  const role = config.roles.find((one) => one.name === (command.role ?? config.roles[0]?.name))
  if (role === undefined) throw unknown(config, name)
  const { hosts, timeoutMs } = command
  return { name, words: [...command.words, ...more], role, hosts, timeoutMs }
}

const failed = (message: string, hint: string, evidence: readonly string[] = []): SeaworthyError =>
  new SeaworthyError('command-failed', message, { hint, evidence })

const end = (text: string): string => {
  const clean = withoutControls(text).trimEnd()
  return clean.length <= keptCharacters
    ? clean
    : `(its beginning is left out)\n${clean.slice(-keptCharacters)}`
}

const ask = async (host: Host, call: DockerCall, signal: AbortSignal): Promise<DockerAnswer> => {
  const answer = await host.docker(call, signal)
  if (answer.status < 300) return answer
  throw failed(
    `${host.name}: Docker refused "${call.title}": ${dockerMessage(answer)}`,
    'Run it again when the container runs.',
  )
}

const start = async (
  host: Host,
  id: string,
  order: Order,
  container: string,
  signal: AbortSignal,
) => {
  try {
    return await ask(
      host,
      startExec(id, `run ${order.name} in ${container}`, order.timeoutMs),
      signal,
    )
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'host-timeout') throw error
    throw failed(
      `${order.name} did not end within ${String(order.timeoutMs / 1000)} s on ${host.name}.`,
      `It may go on in ${container}. \`x-seaworthy.commands.${order.name}.timeout\` gives it more time.`,
    )
  }
}

/** When, and by whom. */
export interface Act {
  readonly now: number
  readonly actor: string
}

/**
 * Runs an order in the container that serves its role on a host, and notes that in Kamal's audit log
 * before it begins. No lock is taken: a deploy may stop the container meanwhile.
 * @throws SeaworthyError `command-failed` when nothing serves there, or it has not ended in time.
 */
export const runOn = async (
  host: Host,
  config: Config,
  order: Order,
  { now, actor }: Act,
  signal: AbortSignal,
): Promise<Ran> => {
  const { name, words, role } = order
  const state = { ...(await lookAtDocker(host, config, signal)), files: undefined }
  const container = serving(config, state, role)
  if (container === undefined)
    throw failed(`${host.name}: no container of the role ${role.name} serves.`, 'Deploy first.')
  const title = `prepare ${name} in ${container.name}`
  const id = parseExecId(await ask(host, createExec(container.id, words, title), signal))
  const said = `Executed cmd '${words.join(' ')}' on app version ${versionOf(config, container)}`
  const note = audit({ ...config, actor }, isoSeconds(now), said, role.name)
  await performScript(
    host,
    { kind: 'script', title: 'note it', words: [note], changes: true, timeoutMs: 30_000 },
    signal,
  )
  const text = end(parseLogs(await start(host, id, order, container.name, signal)))
  const exitCode = parseExitCode(await ask(host, inspectExec(id), signal))
  return { host: host.name, container: container.name, exitCode, text }
}
