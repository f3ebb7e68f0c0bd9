import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { exitCodeOf, killTree } from './processes.ts'

/** How long a cancelled process has after SIGINT, and then after SIGTERM, in milliseconds. */
export interface Patience {
  readonly interrupted: number
  readonly terminated: number
}

/** As in actions/runner, ProcessInvoker.cs. */
export const runnersPatience: Patience = { interrupted: 7500, terminated: 2500 }

/** One process of a step, as the runner runs it. */
export interface Phase {
  /** Resolves when it has ended and its last line was read. */
  readonly exit: Promise<number>
  readonly send: (signal: NodeJS.Signals) => void
  /** What happens to a cancelled job: SIGINT, then SIGTERM, then the end. */
  readonly cancel: () => void
  /** The end at once, with all that it started. */
  readonly kill: () => void
}

export interface PhaseOptions {
  readonly node: string
  readonly program: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly patience: Patience
  /** Called for each line of stdout and stderr, in the order of their coming. */
  readonly onLine: (line: string) => void
}

export const startPhase = (options: PhaseOptions): Phase => {
  const { node, program, cwd, env, patience, onLine } = options
  // Not a group of its own: whoever ends the tests ends this too.
  const child = spawn(node, [program], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const timers: NodeJS.Timeout[] = []
  let ended = false
  const kill = (): void => {
    if (!ended && child.pid !== undefined) killTree(child.pid)
  }
  const cancel = (): void => {
    child.kill('SIGINT')
    const { interrupted, terminated } = patience
    timers.push(setTimeout(() => child.kill('SIGTERM'), interrupted))
    timers.push(setTimeout(kill, interrupted + terminated))
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
