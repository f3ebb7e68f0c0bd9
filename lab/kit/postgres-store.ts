import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The majors that the kit knows; `lab/postgres/fetch` brings their servers and clients. */
export const majors = [13, 14, 15, 16, 17, 18] as const
export type Major = (typeof majors)[number]

const store = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'seaworthy/postgres')

export const inStore = (folder: string): boolean => folder.startsWith(`${store()}/`)

/** Installed programs first: they are complete, and any user can run them. */
const foldersOf = (kind: 'servers' | 'clients', major: Major): readonly string[] => [
  `/usr/lib/postgresql/${major}`,
  join(store(), kind, `${major}`),
]

const folderWith = (
  kind: 'servers' | 'clients',
  major: Major,
  program: string,
): string | undefined =>
  foldersOf(kind, major).find((folder) => existsSync(join(folder, 'bin', program)))

const missing = (what: string, major: Major): Error =>
  new Error(`There is no ${what} of PostgreSQL ${major} here: run lab/postgres/fetch ${major}`)

/**
 * The folder with `bin`, `lib` and `share` of a server: the installed one first, unless `packaged`.
 * @throws Error when it is not here.
 */
export const serverFolder = (major: Major, packaged = false): string => {
  const cached = join(store(), 'servers', `${major}`)
  const folder = packaged && existsSync(cached) ? cached : folderWith('servers', major, 'postgres')
  if (folder === undefined) throw missing('server', major)
  return folder
}

/**
 * The folder with pg_dump, pg_dumpall, pg_restore and psql of exactly this major.
 * @throws Error when they are not here: no Debian release has 14 and 16.
 */
export const clientsFor = (major: Major): string => {
  const folder = folderWith('clients', major, 'pg_dump')
  if (folder === undefined) throw missing('client', major)
  return join(folder, 'bin')
}

/** Majors whose server is here. */
export const serverMajors = (): readonly Major[] =>
  majors.filter((major) => folderWith('servers', major, 'postgres') !== undefined)

/** Majors whose client programs are here. */
export const clientMajors = (): readonly Major[] =>
  majors.filter((major) => folderWith('clients', major, 'pg_dump') !== undefined)

/** The major of the clients that fit a server: its own, else the smallest newer one. */
export const fittingClients = (server: Major): Major | undefined =>
  clientMajors().find((major) => major >= server)
