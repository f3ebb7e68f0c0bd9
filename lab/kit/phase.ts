import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { exitCodeOf, killTree } from './processes.ts'

/** After SIGINT and after SIGTERM [actions/runner, ProcessInvoker.cs]. */
const patienceMs = { interrupted: 7500, terminated: 2500 }

/** One process of a step, as the runner runs it. */
export interface Phase {
  /** Resolves when it has ended and its last line was read. */
  readonly exit: Promise<number>
  readonly send: (signal: NodeJS.Signals) => void
  /** What a cancelled job does: SIGINT, 7.5 s later SIGTERM, 2.5 s later the end. */
  readonly cancel: () => void
  /** The end at once, with all that it started. */
  readonly kill: () => void
}

export interface PhaseOptions {
  readonly node: string
  readonly program: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Called for each line of stdout and stderr, in the order of their coming. */
  readonly onLine: (line: string) => void
}

export const startPhase = ({ node, program, cwd, env, onLine }: PhaseOptions): Phase => {
  // Not a group of its own: whoever ends the tests ends this too.
  const child = spawn(node, [program], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const timers: NodeJS.Timeout[] = []
  let ended = false
  const kill = (): void => {
    if (!ended && child.pid !== undefined) killTree(child.pid)
  }
  const cancel = (): void => {
    child.kill('SIGINT')
    const after = patienceMs.interrupted
    timers.push(setTimeout(() => child.kill('SIGTERM'), after))
    timers.push(setTimeout(kill, after + patienceMs.terminated))
  }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine)
  }
  const exit = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', () => {
      ended = true
      timers.forEach(clearTimeout)
      // What it left behind may hold its pipes open; the runner does not wait for that for long.
      timers.push(
        setTimeout(() => {
          child.stdout.destroy()
          child.stderr.destroy()
        }, 5000),
      )
    })
    child.on('close', (code, signal) => {
      timers.forEach(clearTimeout)
      resolve(exitCodeOf(code, signal))
    })
  })
  return { exit, cancel, kill, send: (signal) => void child.kill(signal) }
}
