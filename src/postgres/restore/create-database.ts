import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inside } from '../server/docker.ts'
import { databaseEntries } from './object-in.ts'
import { pgRestore, refuseOutcome, type Restoring } from './pg-restore.ts'

const list = ['--list', '--create']

/**
 * Creates the database as the archive says, with its encoding, locale, owner, settings, comment and
 * grants, and nothing in it: stubs of the user come before the objects. A database named `postgres`
 * (as hosted ones often are) takes the place of the server's own.
 *
 * @throws SeaworthyError `restore-failed`.
 */
export const createDatabase = async (restoring: Restoring, database: string): Promise<void> => {
  const { server, restorer, signal } = restoring
  const listed = await pgRestore(restoring, list, true)
  if (listed.code !== 0) await refuseOutcome(server, listed)
  const entries = databaseEntries(listed.stdout)
  const name = 'database.list'
  await writeFile(join(server.scratch, name), entries, 'latin1')
  const session = await server.session('template1', signal)
  try {
    if (database === 'postgres') await session.query('DROP DATABASE postgres')
  } finally {
    await session.close()
  }
  const useList = join(restorer.kind === 'program' ? server.scratch : inside.scratch, name)
  const args = ['--exit-on-error', '--no-password', '--create', '--use-list', useList]
  const created = await pgRestore(restoring, [...args, '--dbname', 'template1'], true)
  if (created.code !== 0) await refuseOutcome(server, created)
}
