import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Output {
  /** The exit code; of a process that a signal ended, 128 and the signal's number, as a shell says. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly input?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** 60 seconds unless told. */
  readonly timeoutMs?: number
}

export const exitCodeOf = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal])

/**
 * Runs a program to its end; any exit code is an answer.
 * @throws Error when it can't be started, or is not done in time: it is killed then.
 */
export const runCommand = async (
  program: string,
  args: readonly string[],
  { input = '', env = process.env, timeoutMs = 60_000 }: CommandOptions = {},
): Promise<Output> => {
  const child = spawn(program, [...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  const chunks = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (chunks.stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (chunks.stderr += chunk))
  // A program need not read its input to the end.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const late = new AbortController()
  const limit = setTimeout(() => {
    late.abort()
    if (child.pid !== undefined) killTree(child.pid)
    child.stdout.destroy()
    child.stderr.destroy()
  }, timeoutMs)
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status, signal) => resolve(exitCodeOf(status, signal)))
    })
    if (late.signal.aborted)
      throw new Error(`No end after ${timeoutMs} ms: ${program} ${args.join(' ')}`)
    return { code, ...chunks }
  } finally {
    clearTimeout(limit)
  }
}

/**
 * What a program that must succeed printed, without white space at the end.
 * @throws Error with what it said, when its exit code is not 0.
 */
export const outputOf = async (
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> => {
  const { code, stdout, stderr } = await runCommand(program, args, options)
  if (code === 0) return stdout.trimEnd()
  throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr || stdout}`.trimEnd())
}

export const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Kills a process and all that come from it, as the runner does in the end. */
export const killTree = (pid: number): void => {
  const children = childrenOf(pid)
  kill(pid)
  children.forEach(killTree)
}

const isTracked = (pid: string, mark: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark)
  } catch {
    return false
  }
}

const nameOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return '(ended)'
  }
}

const tracked = (mark: string): readonly string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isTracked(name, mark))

/**
 * Ends what a job left behind, as the runner does: every process that has `mark` (`NAME=value`) in
 * its environment. Returns their names once they are gone.
 * @throws Error when one is still there after five seconds.
 */
export const endTracked = async (mark: string): Promise<readonly string[]> => {
  const names = tracked(mark).map(nameOf)
  for (let round = 0; round < 100; round += 1) {
    const pids = tracked(mark)
    if (pids.length === 0) return names
    pids.forEach((pid) => kill(Number(pid)))
    await sleep(50)
  }
  throw new Error(`Still there after SIGKILL: ${names.join(', ')}`)
}
