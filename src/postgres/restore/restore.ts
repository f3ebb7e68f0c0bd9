import { messageOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { ExtensionPrint } from '../facts.ts'
import type { Throwaway } from '../server/throwaway.ts'
import { createDatabase } from './create-database.ts'
import { requireExtensions, type Drift } from './extensions.ts'
import { applyGlobals, type Refused } from './globals.ts'
import { opensFile, pgRestore, refuseOutcome, type Archive, type Restoring } from './pg-restore.ts'
import type { Restorer } from './restorer.ts'

export interface Restore {
  readonly archive: Archive
  readonly restorer: Restorer
  /** Name of the source's database, and of the copy. */
  readonly database: string
  /** Text of globals.sql. */
  readonly globals: string
  /** The user's SQL for what a hosted database has beyond the dump; runs in the empty copy. */
  readonly bootstrapSql: string
  readonly extensions: readonly ExtensionPrint[]
  /** Workers of `pg_restore`; a stream has one. */
  readonly jobs: number
  readonly signal: AbortSignal
}

export interface Restored {
  /** From the first role to the last index: the measured recovery time. */
  readonly milliseconds: number
  readonly refusedGlobals: readonly Refused[]
  readonly extensionDrift: readonly Drift[]
}

const prepare = async (server: Throwaway, { globals, extensions, signal }: Restore) => {
  const session = await server.session('template1', signal)
  try {
    const extensionDrift = await requireExtensions(session, extensions)
    return { extensionDrift, refusedGlobals: await applyGlobals(session, globals, signal) }
  } finally {
    await session.close()
  }
}

const bootstrap = async (server: Throwaway, { bootstrapSql, database, signal }: Restore) => {
  if (bootstrapSql.trim() === '') return
  const session = await server.session(database, signal)
  try {
    await session.query(bootstrapSql)
  } catch (error) {
    throw new SeaworthyError('restore-failed', 'bootstrap-sql failed in the empty copy', {
      hint: 'it runs as superuser in the new database, after the roles and before the dump; psql commands do not work in it',
      evidence: [messageOf(error)],
      cause: error,
    })
  } finally {
    await session.close()
  }
}

/** All of it, even what was created by another: tablespaces are the source's machine's alone. */
const restoreObjects = async (restoring: Restoring, { database, jobs }: Restore): Promise<void> => {
  const workers = opensFile(restoring) && jobs > 1 ? ['--jobs', String(jobs)] : []
  const outcome = await pgRestore(restoring, [
    ...['--exit-on-error', '--no-password', '--no-tablespaces', ...workers, '--dbname', database],
  ])
  if (outcome.code !== 0) await refuseOutcome(restoring.server, outcome)
}

/**
 * Restores an archive into a new server: extensions looked for, roles, the empty database, the user's
 * bootstrap, then everything. Stops at the first object that fails.
 *
 * @throws SeaworthyError `restore-failed`.
 */
export const restoreInto = async (server: Throwaway, restore: Restore): Promise<Restored> => {
  const begin = performance.now()
  const { archive, restorer, signal } = restore
  const restoring: Restoring = { server, archive, restorer, signal }
  const prepared = await prepare(server, restore)
  await createDatabase(restoring, restore.database)
  await bootstrap(server, restore)
  await restoreObjects(restoring, restore)
  return { ...prepared, milliseconds: performance.now() - begin }
}
