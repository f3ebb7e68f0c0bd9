import { spawnSync } from 'node:child_process'

export interface Said {
  readonly code: number | null
  readonly text: string
}

/**
 * Runs a tool that `bin/test workflows` has put on PATH.
 * @throws Error when it is not there.
 */
export const runTool = (name: string, args: readonly string[], cwd: string): Said => {
  const { status, stdout, stderr, error } = spawnSync(name, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) throw new Error(`${name} does not run: bin/test workflows installs it`)
  return { code: status, text: stdout + stderr }
}
