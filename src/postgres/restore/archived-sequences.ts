import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inside } from '../server/docker.ts'
import { sequenceEntries } from './object-in.ts'
import { pgRestore, refuseOutcome, type Restoring } from './pg-restore.ts'

/** Where the archive sets a sequence. */
export interface ArchivedSequence {
  /** As SQL names it, quoted where it must be: `shop."Odd Sequence"`. */
  readonly name: string
  /** The name's bytes in hex, in the database's encoding; `name` is for people. */
  readonly bytes: string
  readonly lastValue: string
  readonly isCalled: boolean
}

/** In a name, a quote is doubled and a new line is itself. */
const setval = /^SELECT pg_catalog\.setval\('((?:[^']|'')*)', (-?\d+), (true|false)\);$/gm

const parse = (sql: string): readonly ArchivedSequence[] =>
  Array.from(sql.matchAll(setval), ([, quoted = '', lastValue = '', called]) => {
    const name = Buffer.from(quoted.replaceAll("''", "'"), 'latin1')
    return {
      ...{ name: name.toString('utf8'), bytes: name.toString('hex') },
      ...{ lastValue, isCalled: called === 'true' },
    }
  })

/**
 * What the archive sets its sequences to, in pg_restore's own words. Its entries of sequences are in
 * the archive's head, so that a stream is read no further.
 *
 * @throws SeaworthyError `restore-failed`; Error when there are entries that set nothing we can read.
 */
export const archivedSequences = async (
  restoring: Restoring,
): Promise<readonly ArchivedSequence[]> => {
  const { server, restorer } = restoring
  const listed = await pgRestore(restoring, ['--list'], true)
  if (listed.code !== 0) await refuseOutcome(server, listed)
  const entries = sequenceEntries(listed.stdout)
  if (entries.length === 0) return []
  const name = 'sequences.list'
  await writeFile(join(server.scratch, name), entries.join(''), 'latin1')
  const list = join(restorer.kind === 'program' ? server.scratch : inside.scratch, name)
  const told = await pgRestore(restoring, ['--use-list', list, '--file', '-'], true)
  if (told.code !== 0) await refuseOutcome(server, told)
  const found = parse(told.stdout)
  if (found.length !== entries.length)
    throw new Error(`pg_restore sets ${found.length} of the archive's ${entries.length} sequences.`)
  return found
}
