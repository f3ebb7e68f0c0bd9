import { connect } from 'node:net'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import { endWhere } from '../../base/processes.ts'
import { evidenceOf, type Outcome, type RunProgram } from '../../base/program.ts'
import type { PrivateKey } from '../keys.ts'
import type { Programs } from './programs.ts'
import { unlocked } from './unlocked.ts'

/** How programs of this machine are run. */
export interface Machine {
  readonly run: RunProgram
  readonly programs: Programs
  /** All that they and the agent may know: the agent keeps it for as long as it lives. */
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** None of them waits for anybody. */
const limit = 20_000

const failed = (message: string, name: string, outcome: Outcome): SeaworthyError =>
  new SeaworthyError('agent-failed', message, { evidence: evidenceOf(name, outcome) })

/**
 * Starts an agent that listens on `socket`, and returns its process id.
 * @throws SeaworthyError `agent-failed`.
 */
export const startAgent = async (
  socket: string,
  { run, programs, env, signal }: Machine,
): Promise<number> => {
  const outcome = await run(programs.agent, ['-s', '-a', socket], { env, signal, limit })
  const pid = /^SSH_AGENT_PID=(\d+);/m.exec(outcome.stdout)?.[1]
  if (outcome.code !== 0 || pid === undefined)
    throw failed('The ssh-agent did not start.', 'ssh-agent', outcome)
  return Number(pid)
}

/** Exit codes of ssh-add(1): 1 for a key that is refused, 2 when there is no agent to talk to. */
const explain = (key: PrivateKey, outcome: Outcome): SeaworthyError => {
  if (outcome.code !== 1)
    return failed('The ssh-agent ended before its keys were in it.', 'ssh-add', outcome)
  const message = `ssh-add refuses the key ${key.fingerprint} (${key.type}).`
  return new SeaworthyError('key-unusable', message, {
    hint: 'Make a new key: `ssh-keygen -t ed25519 -N "" -f deploy_key`.',
    evidence: evidenceOf('ssh-add', outcome),
  })
}

/**
 * Gives a key to the agent, over stdin, for so many seconds.
 * @throws SeaworthyError `key-unusable` when it is refused, `agent-failed` when there is no agent.
 */
export const addKey = async (
  key: PrivateKey,
  seconds: number,
  socket: string,
  { run, programs, env, signal }: Machine,
): Promise<void> => {
  const outcome = await run(programs.add, ['-q', '-t', String(seconds), '-'], {
    ...{ env: { ...env, SSH_AUTH_SOCK: socket }, signal, limit },
    input: Readable.from([unlocked(key)]),
  })
  if (outcome.code !== 0) throw explain(key, outcome)
}

/** Whether a command line is that of an agent on exactly this socket. */
export const isAgentOn = ([file = '', ...args]: readonly string[], socket: string): boolean =>
  basename(file) === 'ssh-agent' && args.includes('-a') && args[args.indexOf('-a') + 1] === socket

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = connect(socket)
    connection
      .on('error', () => resolve(false))
      .on('connect', () => {
        connection.destroy()
        resolve(true)
      })
  })

/** While it answers, the process that it named at its start is the agent and nobody else. */
const endByItsWord = async (socket: string, pid: number): Promise<void> => {
  process.kill(pid, 'SIGTERM')
  for (let turn = 0; turn < 250 && (await answers(socket)); turn += 1) await sleep(20)
}

/**
 * Ends the agent on `socket`, if there is one, and no other process. It is found by its command line,
 * and where processes are hidden (/proc with hidepid), by `pid`, the id that it had at its start.
 * @throws SeaworthyError `agent-failed` when it is still there.
 */
export const endAgent = async (socket: string, pid?: number): Promise<void> => {
  await endWhere((argv) => isAgentOn(argv, socket), 'SIGTERM')
  if (pid !== undefined && (await answers(socket))) await endByItsWord(socket, pid)
  if (!(await answers(socket))) return
  throw new SeaworthyError('agent-failed', `The ssh-agent on ${socket} does not end.`, {
    hint: 'End it by hand; its keys are forgotten when their time is up.',
  })
}
