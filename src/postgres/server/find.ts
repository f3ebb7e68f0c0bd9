import { constants } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunProgram } from '../../base/program.ts'

/** A folder of `initdb` and `postgres`, from the distribution or unpacked from npm. */
export interface ServerFolder {
  readonly kind: 'local' | 'npm'
  readonly major: number
  /** The folder above `bin`. */
  readonly home: string
}

export interface ServerImage {
  readonly kind: 'docker'
  readonly major: number
  /** `postgres:16` */
  readonly image: string
}

/** What a throw-away server can be made of. */
export type Binaries = ServerFolder | ServerImage

export interface Found {
  readonly local: readonly ServerFolder[]
  /** Any major can be had, as long as the image can be pulled. */
  readonly docker: boolean
  /** Those that were unpacked earlier; others are fetched when chosen. */
  readonly npm: readonly ServerFolder[]
}

export interface Places {
  /** Debian's layout: one folder per major, `bin` in each. */
  readonly packages: string
  /** Where `fetchServer` unpacks: folders named `16.14.0-beta.17-x64`. */
  readonly cacheFolder: string
}

export const debianPackages = '/usr/lib/postgresql'

const runnable = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether a folder has what a server needs in `bin`. */
export const isServer = async (home: string): Promise<boolean> => {
  const programs = ['initdb', 'postgres', 'pg_ctl'].map((name) => runnable(join(home, 'bin', name)))
  return (await Promise.all(programs)).every(Boolean)
}

const foldersIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

const serversIn = async (
  folder: string,
  kind: ServerFolder['kind'],
  name: RegExp,
): Promise<readonly ServerFolder[]> => {
  const found: ServerFolder[] = []
  for (const entry of await foldersIn(folder)) {
    const [, major] = name.exec(entry) ?? []
    const home = join(folder, entry)
    if (major !== undefined && (await isServer(home)))
      found.push({ kind, major: Number(major), home })
  }
  return found.toSorted((a, b) => a.major - b.major)
}

/** What this machine can start, without starting or fetching anything. */
export const findServers = async (
  { packages, cacheFolder }: Places,
  run: RunProgram,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Found> => {
  const docker = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
    ...{ env, signal, limit: 10_000 },
  })
  return {
    local: await serversIn(packages, 'local', /^(\d+)$/),
    npm: await serversIn(cacheFolder, 'npm', /^(\d+)\.\d[\w.-]*$/),
    docker: docker.code === 0,
  }
}
