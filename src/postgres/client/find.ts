import { access, constants, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { runProgram } from '../../base/program.ts'
import { programs } from '../database.ts'
import { debianPackages } from '../server/find.ts'
import { plainEnvironment } from './run.ts'

/** The programs of one PostgreSQL installation on this machine. */
export interface Installed {
  readonly version: string
  readonly major: number
  readonly folder: string
}

export interface Places {
  /** Folders with one folder per major, each with `bin`; Debian's by default. */
  readonly folders?: readonly string[]
  /** PATH. */
  readonly path: string
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-1)` or `pg_dump (PostgreSQL) 19beta1`. */
export const parseVersion = (
  text: string,
): { readonly version: string; readonly major: number } | undefined => {
  const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(text) ?? []
  return version === undefined ? undefined : { version, major: Number(major) }
}

const absent = (): undefined => undefined

const binFolders = async (root: string): Promise<readonly string[]> => {
  const names = (await readdir(root).catch(absent)) ?? []
  return names.filter((name) => /^\d+$/.test(name)).map((name) => join(root, name, 'bin'))
}

/**
 * The folder that a folder's pg_dump is really in. Debian's pg_wrapper runs whatever version it
 * likes and is none.
 */
const homeOf = async (folder: string): Promise<string | undefined> => {
  const target = await realpath(join(folder, 'pg_dump')).catch(absent)
  if (target === undefined || basename(target) !== 'pg_dump') return undefined
  const home = dirname(target)
  const runs = (name: string): Promise<boolean> =>
    access(join(home, name), constants.X_OK).then(
      () => true,
      () => false,
    )
  return (await Promise.all(programs.map(runs))).every(Boolean) ? home : undefined
}

const limitMs = 10_000

const ask = async (folder: string): Promise<Installed | undefined> => {
  const run = { env: plainEnvironment({}), signal: AbortSignal.timeout(limitMs) }
  const { code, stdout } = await runProgram(join(folder, 'pg_dump'), ['--version'], run)
  const known = code === 0 ? parseVersion(stdout) : undefined
  return known === undefined ? undefined : { ...known, folder }
}

/** All clients of this machine, oldest major first; of one major those of `folders` first. */
export const findClients = async (places: Places): Promise<readonly Installed[]> => {
  const { folders = [debianPackages], path } = places
  const own = (await Promise.all(folders.map(binFolders))).flat()
  const all = [...own, ...path.split(':').filter((folder) => folder.startsWith('/'))]
  const homes = (await Promise.all(all.map(homeOf))).filter((home) => home !== undefined)
  const answers = await Promise.all([...new Set(homes)].map(ask))
  return answers.filter((one) => one !== undefined).toSorted((a, b) => a.major - b.major)
}
