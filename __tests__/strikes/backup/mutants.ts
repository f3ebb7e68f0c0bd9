import type { Fingerprint } from '../../../src/postgres/facts.ts'
import type { BackupBreaks } from './play.ts'
import type { BackupTrial } from './trials.ts'

/** A hand-written break between the parts of a backup, and the invariant that must find it. */
export interface BackupMutant {
  readonly name: string
  readonly killer: BackupTrial['invariant']
  readonly breaks: BackupBreaks
}

const mutant = (
  killer: BackupMutant['killer'],
  name: string,
  breaks: BackupBreaks,
): BackupMutant => ({ killer, name, breaks })

const looking = (change: (print: Fingerprint) => Partial<Fingerprint>): BackupBreaks => ({
  look: (print) => ({ ...print, ...change(print) }),
})

const tables = (change: Partial<Fingerprint['tables'][number]>): BackupBreaks =>
  looking((print) => ({ tables: print.tables.map((one) => ({ ...one, ...change })) }))

const sequences = (change: Partial<Fingerprint['sequences'][number]>): BackupBreaks =>
  looking((print) => ({ sequences: print.sequences.map((one) => ({ ...one, ...change })) }))

/** The look at a database, and the comparison. */
const compared: readonly BackupMutant[] = [
  mutant('B2', 'rows are not counted', tables({ rows: '0' })),
  mutant('B2', 'values are not summed up', tables({ checksum: '0' })),
  mutant('B2', 'columns are not told', tables({ columns: [] })),
  mutant('B2', 'only tables that the manifest has are looked at', {
    lookAtCopy: (print, { fingerprint }) => ({
      ...print,
      tables: print.tables.filter(({ name }) =>
        fingerprint.tables.some((one) => one.name === name),
      ),
    }),
  }),
  mutant('B2', 'the source is looked at twice', {
    lookAtCopy: (_, { fingerprint }) => fingerprint,
  }),
  mutant(
    'B2',
    'sequences are not read',
    looking(() => ({ sequences: [] })),
  ),
  mutant('B2', 'every sequence counts as called', sequences({ isCalled: true })),
  mutant('B2', 'every sequence counts up', sequences({ increment: '1' })),
  mutant(
    'B2',
    'every view counts as populated',
    looking((print) => ({
      materializedViews: print.materializedViews.map((one) => ({ ...one, populated: true })),
    })),
  ),
  mutant(
    'B2',
    'views are not read',
    looking(() => ({ materializedViews: [] })),
  ),
  mutant(
    'B2',
    'large objects are counted only',
    looking(({ largeObjects }) => ({ largeObjects: { ...largeObjects, checksum: '0' } })),
  ),
  mutant(
    'B2',
    'extensions are not read',
    looking(() => ({ extensions: [] })),
  ),
  mutant(
    'B2',
    'constraints count as valid',
    looking(() => ({ notValidConstraints: [] })),
  ),
  mutant('B2', 'the schema is its headings', {
    schema: (text) => text.replace(/^(?!--).+$/gm, ''),
  }),
  mutant('B2', 'the schema is dumped without grants', {
    schema: (text) => text.replace(/^(GRANT|REVOKE) .*$/gm, ''),
  }),
  mutant('B2', 'what differs is only a warning', {
    differences: (all) => all.map((one) => ({ ...one, severity: 'warning' })),
  }),
  mutant('B2', 'what the schemas differ in is lost', {
    differences: (all) => all.filter(({ kind }) => kind !== 'schema'),
  }),
]

/** False alarms. */
const alarms: readonly BackupMutant[] = [
  mutant(
    'B3',
    'what is left out is forgotten',
    looking(() => ({ leftOut: [] })),
  ),
  mutant('B3', 'a sequence that has gone on is a failure', {
    differences: (all) => all.map((one) => ({ ...one, severity: 'failure' })),
  }),
  mutant('B3', 'the order of the schema counts', {
    schema: (text) => {
      let at = 0
      return text.replace(/^;?-- Name: .*$/gm, (heading) => `${heading} ${String((at += 1))}`)
    },
  }),
  mutant('B3', "the dump's own token counts", {
    schema: (text) => text.replace('\\restrict', '-- restrict'),
  }),
]

/** The file and its manifest. */
const files: readonly BackupMutant[] = [
  mutant('B1', 'a backup is taken by any name', { nameOf: (_asked, { file }) => file }),
  mutant('B4', 'what was made is read, not what was stored', { download: (_, made) => made }),
  mutant('B4', 'a cut-off download is filled up', {
    download: (stored, made) => Buffer.concat([stored, made.subarray(stored.length)]),
  }),
  mutant('B3', 'the manifest has no tables', {
    manifest: (one) => ({ ...one, fingerprint: { ...one.fingerprint, tables: [] } }),
  }),
  mutant('B3', 'the manifest has the digest of another dump', {
    manifest: (one) => ({ ...one, dump: { ...one.dump, sha256: '0'.repeat(64) } }),
  }),
  mutant('B3', 'the manifest has a chunk less', {
    manifest: (one) => ({ ...one, dump: { ...one.dump, chunks: one.dump.chunks - 1 } }),
  }),
]

export const backupMutants: readonly BackupMutant[] = [...compared, ...alarms, ...files]
