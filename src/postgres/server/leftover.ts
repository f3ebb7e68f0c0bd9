import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { endWhere, processesWhere } from '../../base/processes.ts'
import { recordName, type ServerRecord } from './folders.ts'
import type { RunProgram } from '../../base/program.ts'

const programs = new Set(['postgres', 'initdb'])

/** Whether a command line is a PostgreSQL program on exactly this data folder. */
export const worksOn = ([file = '', ...args]: readonly string[], data: string): boolean =>
  programs.has(basename(file)) && args[args.indexOf('-D') + 1] === data && args.includes('-D')

/** The processes whose command line names the data folder; there is no id yet while `initdb` runs. */
export const processesOn = (data: string): Promise<readonly number[]> =>
  processesWhere((argv) => worksOn(argv, data))

/** Immediate shutdown (SIGQUIT) of every process on the folder, by force after ten seconds. */
export const endProcesses = async (data: string): Promise<void> => {
  await endWhere((argv) => worksOn(argv, data), 'SIGQUIT')
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
