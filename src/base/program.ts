import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** The user of this machine that a program runs as; ourselves when left out. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface Run {
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly cwd?: string
  readonly owner?: Owner | undefined
  /** Written to the program's stdin. A program that stops reading early is no failure of its own. */
  readonly input?: Readable | undefined
  /** After so many milliseconds the program and its children are killed. */
  readonly limit?: number
  /** Stdout is given as one character for each byte, where it may be of any encoding. */
  readonly binary?: boolean
  /** Told each line of stdout and stderr as it comes. */
  readonly tell?: (line: string) => void
}

export interface Outcome {
  /** Null when it could not be started or a signal ended it. */
  readonly code: number | null
  /** Why there is no code: `SIGKILL`, `ENOENT`, `time limit`, `input lost: ...`. */
  readonly why: string | undefined
  /** The first 32 MiB of stdout. */
  readonly stdout: string
  /** The last 16 KiB of stdout and stderr as they came. */
  readonly tail: string
}

/** Runs a program to its end. Never rejects: the caller judges. */
export type RunProgram = (file: string, args: readonly string[], run: Run) => Promise<Outcome>

const tailBytes = 16 * 1024
const headBytes = 32 * 1024 * 1024

const collector = () => {
  const head: Buffer[] = []
  let bytes = 0
  let tail = Buffer.alloc(0)
  return {
    out: (chunk: Buffer) => {
      if (bytes < headBytes) head.push(chunk)
      bytes += chunk.length
    },
    all: (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-tailBytes)
    },
    stdout: (encoding: BufferEncoding) => Buffer.concat(head).toString(encoding),
    tail: () => tail.toString().trim(),
  }
}

const tellLines = (pipes: readonly (Readable | null)[], tell: (line: string) => void): void => {
  for (const input of pipes)
    if (input !== null) createInterface({ input, crlfDelay: Infinity }).on('line', tell)
}

/** What has left the group may keep them open for as long as it likes. */
const closePipes = ({ stdout, stderr }: ChildProcess): void => {
  stdout?.destroy()
  stderr?.destroy()
}

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

/**
 * The program gets a process group of its own, which is killed as a whole on abort and at the time
 * limit: a shell that is killed alone leaves its children behind.
 */
export const runProgram: RunProgram = (file, args, run) => {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const stdio: StdioOptions = [run.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe']
  const child = spawn(file, args, {
    ...{ cwd: run.cwd, env: run.env, stdio, detached: true },
    ...(run.owner ?? {}),
  })
  const kept = collector()
  let why: string | undefined
  const kill = (reason: string) => {
    why ??= reason
    killGroup(child.pid)
    setTimeout(closePipes, 1000, child).unref()
  }
  const aborted = () => kill('aborted')
  const timer = run.limit === undefined ? undefined : setTimeout(kill, run.limit, 'time limit')
  child.stdout?.on('data', kept.out).on('data', kept.all)
  child.stderr?.on('data', kept.all)
  if (run.tell !== undefined) tellLines([child.stdout, child.stderr], run.tell)
  // EPIPE: the program has read what it needs, or its exit code tells why it died.
  child.stdin?.on('error', () => run.input?.destroy())
  run.input?.on('error', (error) => kill(`input lost: ${error.message}`))
  if (child.stdin !== null) run.input?.pipe(child.stdin)
  child.on('error', (error) => (why ??= error.message))
  child.on('close', (code, signal) => {
    clearTimeout(timer)
    run.signal.removeEventListener('abort', aborted)
    run.input?.destroy()
    resolve({
      code: why === undefined ? code : null,
      why: why ?? signal ?? undefined,
      stdout: kept.stdout(run.binary === true ? 'latin1' : 'utf8'),
      tail: kept.tail(),
    })
  })
  run.signal.addEventListener('abort', aborted)
  if (run.signal.aborted) aborted()
  return promise
}

/** The outcome as lines of evidence: how it ended, and the last of what it said. */
export const evidenceOf = (name: string, { code, why, tail }: Outcome): readonly string[] => [
  code === null
    ? `${name} ended: ${why ?? 'no exit code'}`
    : `${name} ended with exit code ${code}`,
  ...(tail === '' ? [] : [tail]),
]
