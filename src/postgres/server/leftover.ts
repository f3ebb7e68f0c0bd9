import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordName, type ServerRecord } from './folders.ts'
import type { RunProgram } from './run.ts'

const programs = new Set(['postgres', 'initdb'])

const argumentsOf = async (pid: string): Promise<readonly string[]> => {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  } catch {
    return []
  }
}

/** Whether a command line is a PostgreSQL program on exactly this data folder. */
export const worksOn = ([file = '', ...args]: readonly string[], data: string): boolean =>
  programs.has(basename(file)) && args[args.indexOf('-D') + 1] === data && args.includes('-D')

/**
 * The processes whose command line names the data folder: a process id in a file may belong to
 * somebody else by now, and is not there yet while `initdb` runs.
 */
export const processesOn = async (data: string): Promise<readonly number[]> => {
  const found: number[] = []
  for (const pid of await readdir('/proc'))
    if (/^\d+$/.test(pid) && worksOn(await argumentsOf(pid), data)) found.push(Number(pid))
  return found
}

const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, signal)
    } catch {
      // It is gone already.
    }
}

/** Immediate shutdown (SIGQUIT) of every process on the folder, by force after ten seconds. */
export const endProcesses = async (data: string): Promise<void> => {
  const deadline = performance.now() + 10_000
  signalAll(await processesOn(data), 'SIGQUIT')
  let left = await processesOn(data)
  while (left.length > 0 && performance.now() < deadline + 5000) {
    if (performance.now() > deadline) signalAll(left, 'SIGKILL')
    await sleep(20)
    left = await processesOn(data)
  }
}

const isRecord = (value: unknown): value is ServerRecord =>
  typeof value === 'object' &&
  value !== null &&
  'data' in value &&
  typeof value.data === 'string' &&
  'socket' in value &&
  typeof value.socket === 'string' &&
  'container' in value &&
  (value.container === null || typeof value.container === 'string')

const readRecord = async (folder: string): Promise<ServerRecord | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, recordName), 'utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

const remove = (path: string) =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })

/**
 * Ends the server that a killed process left in `folder` and removes all its folders. Safe to call
 * when nothing is left.
 */
export const removeLeftover = async (
  folder: string,
  run: RunProgram,
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  const record = await readRecord(folder)
  const container = record?.container
  if (typeof container === 'string')
    await run('docker', ['rm', '--force', '--volumes', container], {
      ...{ env, signal: new AbortController().signal, limit: 60_000 },
    })
  await endProcesses(record?.data ?? join(folder, 'data'))
  if (record !== undefined) await remove(record.socket)
  await remove(folder)
}
