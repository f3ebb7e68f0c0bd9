import type { ErrorCode } from '../../base/error.ts'
import type { Session } from '../database.ts'
import type { Fingerprint, Name, SequencePrint, TablePrint } from '../facts.ts'
import { explainReading } from './ended.ts'
import { readInventory } from './inventory.ts'
import type { Inventory } from './inventory.ts'
import { readLargeObjects, readTable } from './print.ts'
import { runJobs } from './queue.ts'
import type { Job } from './queue.ts'
import { readSequences } from './sequences.ts'
import type { Opener } from './snapshot.ts'

export interface FingerprintOptions {
  /** As pg_dump gets them. None for a copy: what was excluded isn't there. */
  readonly excludeTables: readonly string[]
  /** Sessions at the same time. */
  readonly workers: number
  readonly signal: AbortSignal
  /** Read before, with `readSequences`; without them they are read here. */
  readonly sequences?: readonly SequencePrint[]
  /** What a failure to read a table is. Default `dump-failed`. */
  readonly failure?: ErrorCode
}

const byName = (one: Name, other: Name): number => {
  const [left, right] = [`${one.schema}\0${one.name}`, `${other.schema}\0${other.name}`]
  return left < right ? -1 : Number(left > right)
}

interface Work {
  readonly bytes: number
  readonly job: Job
}

const readRows = async (
  session: Session,
  inventory: Inventory,
  { opener, options }: { readonly opener: Opener; readonly options: FingerprintOptions },
): Promise<Pick<Fingerprint, 'tables' | 'largeObjects'>> => {
  const { failure = 'dump-failed' } = options
  const tables: TablePrint[] = []
  let largeObjects = { count: '0', checksum: '0' }
  const work: readonly Work[] = [
    {
      bytes: inventory.largeObjectBytes,
      job: async (with_) => {
        largeObjects = await readLargeObjects(with_, failure)
      },
    },
    ...inventory.tables.map((table) => ({
      bytes: table.bytes,
      job: async (with_: Session) => {
        tables.push(await readTable(with_, table, failure))
      },
    })),
  ]
  // The largest first: none of them is left to run alone at the end.
  const jobs = work.toSorted((one, other) => other.bytes - one.bytes).map(({ job }) => job)
  await runJobs(jobs, session, { opener, workers: options.workers, signal: options.signal })
  return { tables: tables.sort(byName), largeObjects }
}

const readAll = async (
  session: Session,
  opener: Opener,
  options: FingerprintOptions,
): Promise<Fingerprint> => {
  const inventory = await readInventory(session, options.excludeTables)
  const sequences = options.sequences ?? (await readSequences(session, options))
  const rows = await readRows(session, inventory, { opener, options })
  const { leftOut, materializedViews, extensions, notValidConstraints } = inventory
  return { ...rows, leftOut, sequences, materializedViews, extensions, notValidConstraints }
}

/**
 * Rows and checksum of every table, and all else that a restored copy must equal. The same function
 * reads the source, in its snapshot, and the copy.
 * @throws SeaworthyError `input-invalid` for an entry of `excludeTables`; `failure` for a table
 * that can't be read, by name; what `opener` throws; the signal's reason.
 */
export const readFingerprint = async (
  opener: Opener,
  options: FingerprintOptions,
): Promise<Fingerprint> => {
  const { signal, failure = 'dump-failed' } = options
  const explained = (error: unknown): unknown =>
    signal.aborted ? signal.reason : explainReading('The database', failure, error)
  const session = await opener.open(signal).catch((error: unknown) => {
    throw explained(error)
  })
  // A statement that waits for a lock ends with its session only.
  const onAbort = () => void session.close()
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    return await readAll(session, opener, options)
  } catch (error) {
    throw explained(error)
  } finally {
    signal.removeEventListener('abort', onAbort)
    await session.close()
  }
}
