import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { whenAborted } from '../../../src/ssh/abort.ts'
import { ForwardError } from '../../../src/ssh/channel-error.ts'
import type { Connection } from '../../../src/ssh/connection.ts'

/** Where a program is; fails when the machine does not have it. */
export const programPath = (name: string): string => {
  const script =
    name === 'python3' ? 'python3 -c "import sys; print(sys.executable)"' : `command -v ${name}`
  try {
    return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim()
  } catch {
    throw new Error(`${name} is missing: this test needs it`)
  }
}

/** A folder for PATH that holds these programs and no others. */
export const folderOf = (path: string, programs: readonly string[]): string => {
  mkdirSync(path, { recursive: true })
  for (const name of programs) symlinkSync(programPath(name), join(path, name))
  return path
}

/**
 * A connection without SSH: this machine is the host, and scripts find the programs of one folder.
 * Forwards are refused in the given way.
 */
export const localConnection = (
  path: string,
  forbidden = 'administratively prohibited',
): Connection => ({
  name: 'h1',
  lost: new Promise(() => undefined),
  close: () => Promise.resolve(),
  exec: async (script, _limits, signal) => {
    signal.throwIfAborted()
    const shell = spawn('/bin/sh', { env: { PATH: path }, detached: true })
    const left = Promise.withResolvers<never>()
    const release = whenAborted(signal, (reason) => {
      process.kill(-shell.pid!, 'SIGKILL')
      left.reject(reason)
    })
    shell.stdin.on('error', () => undefined).end(script)
    const output = Promise.all([buffer(shell.stdout), buffer(shell.stderr), once(shell, 'exit')])
    const [stdout, stderr] = await Promise.race([output, left.promise])
    release()
    return { code: shell.exitCode, signal: undefined, stdout, stderr, overflowed: false }
  },
  forwardUnix: () => Promise.reject(new ForwardError('forbidden', forbidden)),
  forwardTcp: () => Promise.reject(new ForwardError('forbidden', forbidden)),
  listen: () => Promise.reject(new ForwardError('forbidden', forbidden)),
  run: () => Promise.reject(new Error('not here')),
  expectScript: () => undefined,
})

/** As above, but every address can be reached. */
export const openConnection = (): Connection => ({
  ...localConnection('/nonexistent'),
  forwardTcp: async (address, port) => {
    const socket = connect(port, address)
    try {
      await once(socket, 'connect')
    } catch (error) {
      throw new ForwardError('refused', String(error))
    }
    return socket
  },
})
