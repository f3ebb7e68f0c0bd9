import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname } from 'node:path'
import type { Installed } from '../../postgres/client/find.ts'
import { checkArchivedSequences } from '../../postgres/proof/archived-sequences.ts'
import type { Check } from '../../postgres/proof/check.ts'
import { checkSizeDrift } from '../../postgres/proof/size-drift.ts'
import { archivedSequences } from '../../postgres/restore/archived-sequences.ts'
import type { Restoring } from '../../postgres/restore/pg-restore.ts'
import { restoreInto, type Restored } from '../../postgres/restore/restore.ts'
import { chooseRestorer } from '../../postgres/restore/restorer.ts'
import { startServer } from '../../postgres/server/start.ts'
import type { Throwaway } from '../../postgres/server/throwaway.ts'
import { streamDump, type Opened } from '../archive/read.ts'
import type { Manifest } from '../manifest.ts'
import { requireAge, requireName } from './accept.ts'
import { orCopyFull } from './copy-full.ts'
import { judgeCopy } from './judge-copy.ts'
import { openBackup } from './open-backup.ts'
import type { ProofOrder } from './order.ts'
import { serverFolder } from './server-folder.ts'
import { clientBeside, restorersOf, serverFor } from './tools.ts'
import { userChecks } from './user-checks.ts'

export interface Proof {
  readonly manifest: Manifest
  readonly checks: readonly Check[]
  /** Sentences for the user: no failure, but worth knowing. */
  readonly warnings: readonly string[]
  /** From the file to the last index, in milliseconds: the measured recovery time. */
  readonly restoreMs: number
  /** All of it, in milliseconds. */
  readonly totalMs: number
  /** `15.18 (local)`. */
  readonly server: string
}

/** How pg_restore gets at the dump: by its path, or where it was not kept once more from the file. */
const restoringOf = (
  server: Throwaway,
  { manifest, dump }: Opened,
  client: Installed | undefined,
  order: ProofOrder,
): Restoring => ({
  server,
  archive:
    dump === undefined
      ? { kind: 'stream', open: () => streamDump(order) }
      : { kind: 'file', path: dump },
  restorer: chooseRestorer(
    Number.parseInt(manifest.client, 10),
    restorersOf(client, server, order),
  ),
  signal: order.signal,
})

const restore = async (
  restoring: Restoring,
  { manifest, globals }: Opened,
  { bootstrapSql }: ProofOrder,
): Promise<Restored> =>
  restoreInto(restoring.server, {
    ...restoring,
    database: manifest.server.database,
    globals: await readFile(globals, 'utf8'),
    bootstrapSql,
    extensions: manifest.fingerprint.extensions,
    jobs: availableParallelism(),
  })

/** Of the copy as it was restored: whatever is done to it later may use a sequence. */
const sequencesAsSet = async (
  restoring: Restoring,
  { fingerprint, server }: Manifest,
): Promise<Check> => {
  const archived = await archivedSequences(restoring)
  const session = await restoring.server.session(server.database, restoring.signal)
  try {
    return await checkArchivedSequences(session, archived, fingerprint.sequences)
  } finally {
    await session.close()
  }
}

const warningsOf = (
  { manifest, dump }: Opened,
  server: Throwaway,
  { refusedGlobals, extensionDrift }: Restored,
  drift: string | undefined,
): readonly string[] => [
  ...(server.major === manifest.server.major
    ? []
    : [
        `The source is PostgreSQL ${manifest.server.major}; the copy ran on ${server.major}, the major of the pg_dump that made the backup.`,
      ]),
  ...(dump === undefined
    ? [
        'The disk is short: the dump was not kept but streamed into pg_restore, which has one worker then. A larger disk makes the recovery time shorter.',
      ]
    : []),
  ...refusedGlobals.map(({ statement, message }) => `globals.sql: ${message} (${statement})`),
  ...extensionDrift.map(
    ({ name, wanted, offered }) => `Extension ${name} was ${wanted}, the copy has ${offered}.`,
  ),
  ...(drift === undefined ? [] : [drift]),
]

const proveOpened = async (order: ProofOrder, opened: Opened, begun: number): Promise<Proof> => {
  const { folder, signal, tell, now } = order
  const { manifest } = opened
  const major = Number.parseInt(manifest.client, 10)
  const binaries = await serverFor(major, order)
  const client = await clientBeside(binaries, major, order)
  tell(`starting a throw-away PostgreSQL ${binaries.major} (${binaries.kind})`)
  await using server = await startServer(binaries, {
    ...{ folder: serverFolder(folder), sorting: manifest.server, env: order.env, signal },
  })
  tell(`restoring ${manifest.server.database}${opened.dump === undefined ? ', streamed' : ''}`)
  const restoring = restoringOf(server, opened, client, order)
  const restored = await restore(restoring, opened, order)
  const restoreMs = now() - begun
  tell('comparing the copy with the manifest')
  const sequences = await sequencesAsSet(restoring, manifest)
  const copy = await judgeCopy(server, opened, client, order)
  const drift = checkSizeDrift((await stat(order.file)).size, order.earlierBytes)
  const checks = [...copy, sequences, drift.check, ...(await userChecks(server, manifest, order))]
  return {
    manifest,
    checks,
    warnings: warningsOf(opened, server, restored, drift.warning),
    restoreMs,
    totalMs: now() - begun,
    server: `${server.version} (${server.kind})`,
  }
}

/**
 * Proves that a file restores: reads it to its very end, restores it into a throw-away server and
 * compares everything with the manifest, which was read in the dump's own snapshot.
 * @throws SeaworthyError `backup-damaged`, `backup-too-old`, `identity-unusable`, `server-missing`,
 * `client-missing`, `restore-failed`, `disk-full`. A difference is a failed check in the result, not an error.
 */
export const proveBackup = async (order: ProofOrder): Promise<Proof> => {
  const { file, folder, tell, now } = order
  const begun = now()
  tell('reading the file to its end')
  const opened = await openBackup(order, serverFolder(folder))
  const { manifest } = opened
  requireName(manifest, basename(file))
  requireAge(now() - Date.parse(manifest.takenAt), order.maxAgeMs, basename(file))
  try {
    return await proveOpened(order, opened, begun)
  } catch (error) {
    throw await orCopyFull(error, manifest, dirname(serverFolder(folder)))
  }
}
