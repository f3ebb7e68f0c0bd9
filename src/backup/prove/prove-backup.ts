import { readFile, stat } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Check } from '../../postgres/proof/check.ts'
import { checkSizeDrift } from '../../postgres/proof/size-drift.ts'
import { restoreInto, type Restored } from '../../postgres/restore/restore.ts'
import { chooseRestorer } from '../../postgres/restore/restorer.ts'
import { startServer } from '../../postgres/server/start.ts'
import type { Throwaway } from '../../postgres/server/throwaway.ts'
import { readArchive, streamDump, type Opened } from '../archive/read.ts'
import { bytesFree } from '../make/disk.ts'
import type { Manifest } from '../manifest.ts'
import { requireAge, requireName } from './accept.ts'
import { judgeCopy } from './judge-copy.ts'
import type { ProofOrder } from './order.ts'
import { clientsOf, restorersOf, serverFor } from './tools.ts'
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

/** So many times the file's size must be free to keep the raw dump beside the copy. */
const roomForDump = 12

/**
 * The folder of the throw-away server, which `post` removes when a run was killed. A server does not
 * run as root: for it, every folder above must be open to another user.
 */
export const serverFolder = (folder: string): string =>
  process.getuid?.() === 0 ? join(tmpdir(), `${basename(folder)}-server`) : join(folder, 'server')

const open = async (order: ProofOrder): Promise<Opened> => {
  const { file, identities, folder, signal } = order
  const keepDump = (await bytesFree(folder)) > (await stat(file)).size * roomForDump
  return readArchive({ file, identities, into: join(folder, 'opened'), keepDump, signal })
}

const restore = async (
  server: Throwaway,
  { manifest, dump, globals }: Opened,
  order: ProofOrder,
): Promise<Restored> => {
  const { file, identities, bootstrapSql, signal } = order
  const restorers = restorersOf(await clientsOf(order), server, order)
  return restoreInto(server, {
    archive:
      dump === undefined
        ? { kind: 'stream', open: () => streamDump({ file, identities, signal }) }
        : { kind: 'file', path: dump },
    restorer: chooseRestorer(Number.parseInt(manifest.client, 10), restorers),
    database: manifest.server.database,
    globals: await readFile(globals, 'utf8'),
    bootstrapSql,
    extensions: manifest.fingerprint.extensions,
    jobs: availableParallelism(),
    signal,
  })
}

const warningsOf = (
  { manifest }: Opened,
  server: Throwaway,
  { refusedGlobals, extensionDrift }: Restored,
  drift: string | undefined,
): readonly string[] => [
  ...(server.major === manifest.server.major
    ? []
    : [
        `The source is PostgreSQL ${manifest.server.major}; the copy ran on ${server.major}, the major of the pg_dump that made the backup.`,
      ]),
  ...refusedGlobals.map(({ statement, message }) => `globals.sql: ${message} (${statement})`),
  ...extensionDrift.map(
    ({ name, wanted, offered }) => `Extension ${name} was ${wanted}, the copy has ${offered}.`,
  ),
  ...(drift === undefined ? [] : [drift]),
]

/**
 * Proves that a file restores: reads it to its very end, restores it into a throw-away server and
 * compares everything with the manifest, which was read in the dump's own snapshot.
 * @throws SeaworthyError `backup-damaged`, `backup-too-old`, `identity-unusable`, `server-missing`,
 * `client-missing`, `restore-failed`, `disk-full`. A difference is a failed check in the result, not an error.
 */
export const proveBackup = async (order: ProofOrder): Promise<Proof> => {
  const { folder, signal, tell, now } = order
  const begun = now()
  tell('reading the file to its end')
  const opened = await open(order)
  const { manifest } = opened
  const name = basename(order.file)
  requireName(manifest, name)
  requireAge(now() - Date.parse(manifest.takenAt), order.maxAgeMs, name)
  const binaries = await serverFor(Number.parseInt(manifest.client, 10), order)
  tell(`starting a throw-away PostgreSQL ${binaries.major} (${binaries.kind})`)
  await using server = await startServer(binaries, {
    ...{ folder: serverFolder(folder), sorting: manifest.server, env: order.env, signal },
  })
  tell(`restoring ${manifest.server.database}`)
  const restored = await restore(server, opened, order)
  const restoreMs = now() - begun
  tell('comparing the copy with the manifest')
  const copy = await judgeCopy(server, opened, await clientsOf(order), order)
  const drift = checkSizeDrift((await stat(order.file)).size, order.earlierBytes)
  const checks = [...copy, drift.check, ...(await userChecks(server, manifest, order))]
  return {
    manifest,
    checks,
    warnings: warningsOf(opened, server, restored, drift.warning),
    restoreMs,
    totalMs: now() - begun,
    server: `${server.version} (${server.kind})`,
  }
}
