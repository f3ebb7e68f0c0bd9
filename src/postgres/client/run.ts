import { spawn } from 'node:child_process'
import type { Ended, Running } from '../database.ts'
import { tailKeeper } from '../../ssh/exec.ts'

export const stderrBytes = 16 * 1024

/** Between SIGTERM and SIGKILL. */
const graceMs = 5000

export interface Command {
  readonly path: string
  readonly args: readonly string[]
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Starts a program of this machine whose output is read as a stream, however long it is (what is short
 * is `runProgram`'s); aborting ends it by SIGTERM, after 5 s by SIGKILL.
 */
export const startProgram = ({ path, args, env }: Command, signal: AbortSignal): Running => {
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const stderr = tailKeeper(stderrBytes)
  child.stderr.on('data', stderr.add)
  const ended = Promise.withResolvers<Ended>()
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.stdout.destroy()
    child.kill('SIGTERM')
    timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  }
  child.on('error', (error) => {
    stderr.add(Buffer.from(error.message))
    child.stdout.destroy()
  })
  child.on('close', (code) => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    const known = child.pid === undefined ? null : code
    ended.resolve({ code: known, stderr: stderr.bytes().toString('utf8') })
  })
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  return { stdout: child.stdout, ended: ended.promise }
}

/** What a program of this machine may know of its surroundings; its words are English. */
export const plainEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> => ({
  PATH: env['PATH'] ?? '/usr/bin:/bin',
  ...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }),
  LANG: 'C.UTF-8',
  LC_MESSAGES: 'C',
})
