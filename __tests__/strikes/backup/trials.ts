import type { Fingerprint } from '../../../src/postgres/facts.ts'
import type { Database } from './database.ts'

/** What a copy is, or what became of the file, and which invariant has a word in it. */
export interface BackupTrial {
  readonly title: string
  readonly invariant: 'B1' | 'B2' | 'B3' | 'B4'
  /** What pg_restore makes of the dump. */
  readonly copy?: (database: Database) => Database
  /** What the store gives back for what was put into it. */
  readonly stored?: (bytes: Buffer) => Buffer
  /** Under which name it is asked for. */
  readonly name?: string
}

const printed = (change: (print: Fingerprint) => Partial<Fingerprint>) => (database: Database) => ({
  ...database,
  print: { ...database.print, ...change(database.print) },
})

const tables = (change: (tables: Fingerprint['tables']) => Fingerprint['tables']) =>
  printed((print) => ({ tables: change(print.tables) }))

const first = <T>(items: readonly T[], change: (item: T) => T): readonly T[] =>
  items.map((item, at) => (at === 0 ? change(item) : item))

const sequence = (name: string, lastValue: string, isCalled = true) =>
  printed(({ sequences }) => ({
    sequences: sequences.map((one) => (one.name === name ? { ...one, lastValue, isCalled } : one)),
  }))

const schema = (from: string, to: string) => (database: Database) => ({
  ...database,
  schema: database.schema.map((one) => one.replace(from, to)),
})

const found = (title: string, copy: BackupTrial['copy']): BackupTrial => ({
  title,
  invariant: 'B2',
  ...(copy === undefined ? {} : { copy }),
})

/** Every seeded difference. */
const differences: readonly BackupTrial[] = [
  found(
    'a row is missing',
    tables((all) => first(all, (one) => ({ ...one, rows: '9', checksum: '3' }))),
  ),
  found(
    'a row is missing that counts for nothing',
    tables((all) => first(all, (one) => ({ ...one, rows: '9' }))),
  ),
  found(
    'a value differs',
    tables((all) => first(all, (one) => ({ ...one, checksum: '5' }))),
  ),
  found(
    'a column is missing',
    tables((all) => first(all, (one) => ({ ...one, columns: ['a'] }))),
  ),
  found(
    'a table is missing',
    tables((all) => all.slice(1)),
  ),
  found(
    'a table is there that was not',
    tables((all) => [...all, ...first(all, (one) => ({ ...one, name: 'x' })).slice(0, 1)]),
  ),
  found('a sequence lies behind', sequence('ids', '6')),
  found('a sequence gives its first value again', sequence('ids', '7', false)),
  found('a sequence that counts down lies behind', sequence('down', '-3')),
  found(
    'a sequence is missing',
    printed(({ sequences }) => ({ sequences: sequences.slice(1) })),
  ),
  found(
    'a sequence is there that was not',
    printed(({ sequences }) => ({
      sequences: [...sequences, { schema: 'shop', name: 'x', lastValue: '1', isCalled: true }],
    })),
  ),
  found(
    'a view is empty',
    printed(({ materializedViews }) => ({
      materializedViews: first(materializedViews, (one) => ({ ...one, populated: false })),
    })),
  ),
  found(
    'a view is missing',
    printed(() => ({ materializedViews: [] })),
  ),
  found(
    'a large object differs',
    printed(() => ({ largeObjects: { count: '1', checksum: '3' } })),
  ),
  found(
    'an extension is missing',
    printed(() => ({ extensions: [] })),
  ),
  found(
    'an extension is in another schema',
    printed(({ extensions }) => ({
      extensions: first(extensions, (one) => ({ ...one, schema: 'x' })),
    })),
  ),
  found(
    'a constraint is not validated',
    printed(() => ({ notValidConstraints: ['shop.items.known', 'shop.orders.positive'] })),
  ),
  found('a type differs', schema('b text', 'b integer')),
  found('a default differs', schema('DEFAULT 1', 'DEFAULT 2')),
  found('an index differs', schema('btree (b)', 'btree (a)')),
  found('a check differs', schema('a > 0', 'a > 1')),
  found('a trigger differs', schema('AFTER INSERT', 'AFTER UPDATE')),
  found('a function differs', schema('RETURN NEW', 'RETURN NULL')),
  found('a comment differs', schema('all of them', 'some of them')),
  found('a grant differs', schema('GRANT SELECT', 'GRANT ALL')),
  found('a statement is there twice', (database) => ({
    ...database,
    schema: [...database.schema, ...database.schema.slice(0, 1)],
  })),
  found('a statement is missing', (database) => ({
    ...database,
    schema: database.schema.slice(1),
  })),
]

const same = (title: string, copy: BackupTrial['copy']): BackupTrial => ({
  ...found(title, copy),
  invariant: 'B3',
})

const alike: readonly BackupTrial[] = [
  same('nothing differs', (database) => database),
  same('a sequence has gone on while it was dumped', sequence('ids', '9')),
  same('a sequence that counts down has gone on', sequence('down', '-9')),
  same('a new sequence was used meanwhile', sequence('new', '1')),
  same(
    'tables are larger',
    tables((all) => all.map((one) => ({ ...one, bytes: 9 }))),
  ),
  same(
    'what was left out is there, and empty',
    tables((all) => [
      ...all,
      ...first(all, (one) => ({ ...one, name: 'logs', rows: '0', checksum: '0' })).slice(0, 1),
    ]),
  ),
  same('statements come in another order', (database) => ({
    ...database,
    schema: database.schema.toReversed(),
  })),
  same(
    'a constraint was validated meanwhile',
    printed(() => ({ notValidConstraints: [] })),
  ),
]

const flipped = (share: number): BackupTrial => ({
  title: `a bit is flipped at ${String(share)}`,
  invariant: 'B4',
  stored: (bytes) => {
    const copy = Buffer.from(bytes)
    const at = Math.min(copy.length - 1, Math.floor(copy.length * share))
    copy[at] = (copy[at] ?? 0) ^ 1
    return copy
  },
})

const truncated = (left: number): BackupTrial => ({
  title: `${String(left)} of it is left`,
  invariant: 'B4',
  stored: (bytes) => bytes.subarray(0, Math.floor(bytes.length * left)),
})

const otherName = 'shop-20260619T080000Z.tar.zst.age'

/** Every trial; the invariant that it is about says what must come of it. */
export const backupTrials: readonly BackupTrial[] = [
  ...alike,
  ...differences,
  ...[0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1].map(flipped),
  ...[0, 0.1, 0.5, 0.9, 0.999].map(truncated),
  { title: 'the store gives it for another', invariant: 'B1', name: otherName },
]
