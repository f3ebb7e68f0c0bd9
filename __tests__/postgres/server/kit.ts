import { access, mkdtemp } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Throwaway } from '../../../src/postgres/server/throwaway.ts'
import type { Archive } from '../../../src/postgres/restore/pg-restore.ts'
import type { Restore } from '../../../src/postgres/restore/restore.ts'
import { debianPackages, type ServerFolder } from '../../../src/postgres/server/find.ts'
import type { Sorting } from '../../../src/postgres/server/locale.ts'
import { runProgram } from '../../../src/base/program.ts'
import { startServer, type Start } from '../../../src/postgres/server/start.ts'

export const debian15: ServerFolder = { kind: 'local', major: 15, home: join(debianPackages, '15') }
export const cacheFolder = join(homedir(), '.cache/seaworthy/postgres')
export const never = new AbortController().signal

export const plainSorting: Sorting = {
  encoding: 'UTF8',
  collate: 'C.UTF-8',
  ctype: 'C.UTF-8',
  localeProvider: 'libc',
  providerLocale: undefined,
}

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'sw-proof-'))

/** A new server of Debian's 15, with its folder. */
export const start15 = async (more: Partial<Start> = {}) => {
  const folder = more.folder ?? (await freshFolder())
  const start: Start = { sorting: plainSorting, env: {}, signal: never, ...more, folder }
  return { folder, server: await startServer(debian15, start) }
}

export const ask = async (server: Throwaway, database: string, sql: string) => {
  const session = await server.session(database, never)
  try {
    return await session.query(sql)
  } finally {
    await session.close()
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const client = async (server: Throwaway, program: string, args: readonly string[]) => {
  const path = join(debian15.home, 'bin', program)
  const outcome = await runProgram(path, args, { env: server.env, signal: never })
  if (outcome.code !== 0) throw new Error(outcome.tail)
  return outcome.stdout
}

/** Dumps a database to a file, as a backup does. */
export const dump = (server: Throwaway, database: string, file: string) =>
  client(server, 'pg_dump', ['-Fc', '-Z0', '-f', file, database])

export const globalsOf = (server: Throwaway) =>
  client(server, 'pg_dumpall', ['--globals-only', '--no-role-passwords'])

/** A restore of `shop` with everything else as usual. */
export const restoreOf = (archive: Archive, more: Partial<Restore> = {}): Restore => ({
  ...{ archive, database: 'shop', globals: '', bootstrapSql: '', extensions: [], jobs: 2 },
  restorer: { kind: 'program', path: join(debian15.home, 'bin/pg_restore'), major: 15 },
  signal: never,
  ...more,
})

/** Whatever it rejects with. */
export const refusal = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not refuse')
}
