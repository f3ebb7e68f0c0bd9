import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Command } from '../command.ts'

export interface Ended {
  /** Null when the program could not be started, or a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  /** The last lines of stderr, or why the program could not be started. */
  readonly tail: readonly string[]
}

export interface Docker {
  /** Runs one call to its end; each line of stderr is told as it comes. */
  readonly run: (command: Command, tell?: (line: string) => void) => Promise<Ended>
}

const mostLines = 400
const longestLine = 2000
const mostOutput = 4 * 1024 * 1024

/** Between the polite signal and SIGKILL: the runner itself gives 7.5 s. */
const graceMs = 4000

const keepLines = (stream: Readable, tell: (line: string) => void): readonly string[] => {
  const lines: string[] = []
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (whole) => {
    const line = whole.slice(0, longestLine)
    lines.push(line)
    if (lines.length > mostLines) lines.shift()
    tell(line)
  })
  return lines
}

const keepText = (stream: Readable): { text: string } => {
  const kept = { text: '' }
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (kept.text.length < mostOutput) kept.text += chunk
  })
  return kept
}

export interface DockerOptions {
  /** Of the process; `command.env` is laid over it. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly signal: AbortSignal
}

/**
 * The docker client. It has a process group of its own: what cancels the job reaches it through us, once,
 * so that buildx takes back what it has begun, and whatever does not end is killed with all it started.
 */
export const dockerIn = ({ env, cwd, signal }: DockerOptions): Docker => ({
  run: (command, tell = () => undefined) =>
    new Promise((resolve) => {
      const child = spawn('docker', command.args, {
        ...{ cwd, detached: true, env: { ...env, ...command.env } },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const out = keepText(child.stdout)
      const tail = keepLines(child.stderr, tell)
      let timer: NodeJS.Timeout | undefined
      const send = (name: NodeJS.Signals): void => {
        if (child.pid === undefined || child.exitCode !== null) return
        try {
          process.kill(-child.pid, name)
        } catch {
          // It has just ended.
        }
      }
      const stop = (): void => {
        send('SIGINT')
        timer = setTimeout(() => send('SIGKILL'), graceMs)
      }
      const end = (code: number | null, more: readonly string[] = []): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        resolve({ code, stdout: out.text, tail: [...tail, ...more] })
      }
      child.on('error', (error) => end(null, [error.message]))
      child.on('close', (code) => end(code))
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    }),
})
