import { chmod, chown, cp, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ServerFolder } from './find.ts'
import type { Owner } from '../../base/program.ts'

export interface Folders {
  readonly root: string
  readonly data: string
  readonly socket: string
  readonly log: string
  readonly scratch: string
}

/** What a later process needs to clean up; `removeLeftover` reads it. */
export const recordName = 'server.json'

export interface ServerRecord {
  readonly data: string
  readonly socket: string
  /** Name of the container, for a server in Docker. */
  readonly container: string | null
}

/** `sun_path` holds 108 bytes with its final NUL (unix(7)). */
const longestSocket = 107

export const socketFits = (folder: string): boolean =>
  Buffer.byteLength(join(folder, '.s.PGSQL.5432.lock')) <= longestSocket

const give = async (path: string, owner: Owner | undefined): Promise<void> => {
  if (owner !== undefined) await chown(path, owner.uid, owner.gid)
}

const makeFolder = async (path: string, owner: Owner | undefined): Promise<string> => {
  await mkdir(path, { mode: 0o700, recursive: true })
  await chmod(path, 0o700)
  await give(path, owner)
  return path
}

const socketFolder = async (root: string, owner: Owner | undefined): Promise<string> => {
  const near = join(root, 's')
  if (socketFits(near)) return makeFolder(near, owner)
  const short = await mkdtemp(join(tmpdir(), 'sw-'))
  return makeFolder(short, owner)
}

/** Folders of a server in `root`, all closed to others; the record is written before any program runs. */
export const makeFolders = async (
  root: string,
  owner: Owner | undefined,
  container: string | undefined,
): Promise<Folders> => {
  await makeFolder(root, owner)
  const data = await makeFolder(join(root, 'data'), owner)
  const socket = await socketFolder(root, owner)
  const record: ServerRecord = { data, socket, container: container ?? null }
  await writeFile(join(root, recordName), JSON.stringify(record), { mode: 0o600 })
  // A container's programs read it, and can't write to it.
  const reader = container === undefined ? undefined : owner
  const scratch = await makeFolder(join(root, 'scratch'), reader)
  return { root, data, socket, log: join(root, 'log'), scratch }
}

const openToOthers = async (folder: string): Promise<boolean> => {
  // A folder that is missing is told by the program that can't be started.
  const { mode } = await stat(folder).catch(() => ({ mode: 0o001 }))
  if ((mode & 0o001) === 0) return false
  return folder === '/' ? true : openToOthers(dirname(folder))
}

/**
 * The folder whose programs the owner can run: the server's own, or a copy of it beside the data when
 * the way there is closed to other users, as root's home is. Programs find their files by relative path.
 */
export const reachableHome = async (
  server: ServerFolder,
  folders: Folders,
  owner: Owner | undefined,
): Promise<string> => {
  if (owner === undefined || (await openToOthers(server.home))) return server.home
  const copy = join(folders.root, 'server')
  await cp(server.home, copy, { recursive: true, verbatimSymlinks: true })
  await chmod(copy, 0o755)
  return copy
}
