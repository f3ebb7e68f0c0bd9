import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import type { Client, Running } from '../../postgres/database.ts'
import type { ServerFacts } from '../../postgres/facts.ts'
import { readFingerprint } from '../../postgres/look/fingerprint.ts'
import { lockTables } from '../../postgres/look/lock-tables.ts'
import { findProblems } from '../../postgres/look/problems/find.ts'
import { refuse } from '../../postgres/look/problems/problem.ts'
import { readSequences } from '../../postgres/look/sequences.ts'
import { readServer } from '../../postgres/look/server.ts'
import { takeSnapshot, type Snapshot } from '../../postgres/look/snapshot.ts'
import { checkFirstBytes } from '../archive/first-bytes.ts'
import { readmeOf } from '../archive/readme.ts'
import { writeArchive, type Written } from '../archive/write.ts'
import { manifestFormat, type Manifest } from '../manifest.ts'
import { bytesFree, spaceProblem } from './disk.ts'
import { globalsText, requireEnded, schemaText, startDump } from './dump.ts'
import { fileNameOf } from './file-name.ts'
import type { Order } from './order.ts'

export interface Made extends Written {
  readonly manifest: Manifest
}

/** Looks at the database, and refuses with all problems at once before anything is dumped. */
const lookAt = async (order: Order): Promise<ServerFacts> => {
  const { database, excludeTables, folder, signal } = order
  const session = await database.session(signal)
  try {
    const facts = await readServer(session)
    const another = () => database.session(signal)
    refuse([
      ...(await findProblems(session, facts, { excludeTables, another })),
      ...spaceProblem(facts.bytes, await bytesFree(folder)),
    ])
    return facts
  } finally {
    await session.close()
  }
}

const only = (manifests: readonly Manifest[]): Manifest => {
  const [manifest] = manifests
  if (manifest === undefined) throw new Error('The file was written without a manifest.')
  return manifest
}

interface Subject {
  readonly facts: ServerFacts
  readonly client: Client
  readonly snapshot: Snapshot
  /** Name of the file. */
  readonly file: string
}

const manifestOf = (
  order: Order,
  { facts, client, snapshot, file }: Subject,
  rest: Pick<Manifest, 'fingerprint' | 'dump' | 'texts'>,
): Manifest => ({
  format: manifestFormat,
  file,
  takenAt: snapshot.takenAt,
  ...order.origin,
  server: facts,
  client: client.version,
  walPosition: snapshot.walPosition,
  recipients: order.recipients,
  ...rest,
})

const readmeFor = (order: Order, { facts, client, snapshot, file }: Subject): string =>
  readmeOf({
    ...{ recipients: order.recipients, file, database: facts.database },
    ...{ clientMajor: client.major, takenAt: snapshot.takenAt },
  })

/**
 * A failure that is explained goes first; else it was pg_dump's, whose words are the cause. Either way
 * not before pg_dump has ended, wherever it runs.
 */
const rethrow = async (error: unknown, dump: Running): Promise<never> => {
  const ended = await dump.ended
  if (!(error instanceof SeaworthyError)) requireEnded('pg_dump', ended)
  throw error
}

/** Dump and fingerprint side by side; the first failure ends the other, and is the one that is told. */
const writeFile = async (order: Order, subject: Subject): Promise<Made> => {
  const { recipients, excludeTables, folder, workers } = order
  const { facts, client, snapshot, file } = subject
  const stop = new AbortController()
  const signal = AbortSignal.any([order.signal, stop.signal])
  const wish = { snapshot: snapshot.id, standby: facts.standby, excludeTables }
  // Sequences know no snapshot: what is dumped later is this value, or a later one.
  const sequences = await readSequences(snapshot.session, { excludeTables })
  const globals = await globalsText(client, facts.encoding, signal)
  const schema = await schemaText(client, wish, facts.encoding, signal)
  const encrypted = recipients.length > 0
  const dump = startDump(client, wish, signal)
  const fingerprint = readFingerprint(snapshot, { excludeTables, workers, signal, sequences })
  fingerprint.catch((error: unknown) => stop.abort(error))
  const manifests: Manifest[] = []
  const written = await writeArchive({
    path: join(folder, file),
    recipients,
    plaintext: !encrypted && order.plaintext,
    readme: readmeFor(order, subject),
    texts: { 'globals.sql': globals, 'schema.sql': schema },
    dump: dump.stdout,
    manifest: async (print) => {
      requireEnded('pg_dump', await dump.ended)
      const manifest = manifestOf(order, subject, { fingerprint: await fingerprint, ...print })
      await snapshot.stillThere()
      manifests.push(manifest)
      return manifest
    },
    signal,
  }).catch(async (error: unknown) => {
    const first: unknown = signal.aborted ? signal.reason : error
    stop.abort(error)
    await fingerprint.catch(() => undefined)
    return rethrow(first, dump)
  })
  await checkFirstBytes(written.path, encrypted)
  return { ...written, manifest: only(manifests) }
}

/**
 * Dumps the database into one file, with a fingerprint that was read in the very same snapshot.
 * @returns the file, staged in the order's folder; nothing is left there when it fails
 * @throws SeaworthyError `database-not-ready` with every problem, `client-missing`, `dump-failed`,
 * `snapshot-lost`, `disk-full` and what the ways to the database throw
 */
export const makeBackup = async (order: Order): Promise<Made> => {
  const { database, signal, tell } = order
  tell(`looking at ${database.label}`)
  const facts = await lookAt(order)
  const client = await database.client(facts.major, signal)
  tell(`PostgreSQL ${facts.version}; pg_dump ${client.version} (${client.from})`)
  const snapshot = await takeSnapshot(database, signal)
  try {
    tell(`dumping and fingerprinting in one snapshot, taken at ${snapshot.takenAt}`)
    await lockTables(snapshot.session, order)
    const name = order.name ?? database.name
    const file = fileNameOf(name, snapshot.takenAt, order.recipients.length > 0)
    return await writeFile(order, { facts, client, snapshot, file })
  } finally {
    await snapshot.close()
  }
}
