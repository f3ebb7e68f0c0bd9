import { spawnSync } from 'node:child_process'
import type { Programs } from '../../config/programs.ts'
import type { Env } from '../../github/run.ts'

/** The longest that a program of a configuration may take, in milliseconds. */
const limitMs = 60_000
const mostBytes = 16 * 1024 * 1024

/** The inputs of the step are ours: a program of the checkout is not given the private key. */
const withoutInputs = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('INPUT_')))

/**
 * Programs that the configuration asks for, run in the checkout one after another. What they print is
 * caught: it may be secret.
 */
export const programsIn = (workspace: string): Programs => ({
  run: ([command, ...args], { env, input }) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: workspace,
      env: withoutInputs(env),
      input: input ?? '',
      encoding: 'utf8',
      timeout: limitMs,
      killSignal: 'SIGKILL',
      maxBuffer: mostBytes,
    })
    const missing = error !== undefined && 'code' in error && error.code === 'ENOENT'
    return { status: status ?? undefined, missing, out: stdout, err: stderr }
  },
})
