import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareFingerprints } from '../../../src/postgres/compare/fingerprints.ts'
import type { Fingerprint } from '../../../src/postgres/facts.ts'

const orders = {
  ...{ schema: 'shop', name: 'orders', rows: '10', checksum: '-5', columns: ['a', 'b'] },
  bytes: 8192,
}
const ids = { schema: 'shop', name: 'ids', lastValue: '7', isCalled: true }
const view = { schema: 'shop', name: 'totals', populated: true }
const hstore = { name: 'hstore', version: '1.8', schema: 'public' }

const print: Fingerprint = {
  tables: [orders],
  leftOut: [{ schema: 'shop', name: 'logs', kind: 'excluded', reason: '' }],
  sequences: [ids],
  materializedViews: [view],
  largeObjects: { count: '1', checksum: '2' },
  extensions: [hstore],
  notValidConstraints: ['shop.orders.positive'],
}

const found = (change: Partial<Fingerprint>) => compareFingerprints(print, { ...print, ...change })

describe('a copy', () => {
  test('that equals has no difference', () => {
    expect(found({})).toEqual([])
  })

  test('may have another size', () => {
    expect(found({ tables: [{ ...orders, bytes: 0 }] })).toEqual([])
  })

  test.each<readonly [string, string, Partial<Fingerprint>, string, string]>([
    ['table-missing', 'failure', { tables: [] }, '10 rows', 'no such table'],
    [
      ...(['table-extra', 'failure', { tables: [orders, { ...orders, name: 'x' }] }] as const),
      ...(['no such table', '10 rows'] as const),
    ],
    ['rows', 'failure', { tables: [{ ...orders, rows: '9' }] }, '10 rows', '9 rows'],
    ['checksum', 'failure', { tables: [{ ...orders, checksum: '5' }] }, '-5', '5'],
    ['columns', 'failure', { tables: [{ ...orders, columns: ['a'] }] }, '["a","b"]', '["a"]'],
    ['sequence-missing', 'failure', { sequences: [] }, '7', 'no such sequence'],
    [
      ...(['sequence-extra', 'failure', { sequences: [ids, { ...ids, name: 'x' }] }] as const),
      ...(['no such sequence', '7'] as const),
    ],
    ['sequence-behind', 'failure', { sequences: [{ ...ids, lastValue: '6' }] }, '7', '6'],
    [
      ...(['sequence-behind', 'failure', { sequences: [{ ...ids, isCalled: false }] }] as const),
      ...(['7', '7, not called yet'] as const),
    ],
    ['sequence-ahead', 'warning', { sequences: [{ ...ids, lastValue: '10' }] }, '7', '10'],
    ['view-missing', 'failure', { materializedViews: [] }, 'populated', 'no such view'],
    [
      ...(['view-extra', 'failure'] as const),
      { materializedViews: [view, { ...view, name: 'x' }] },
      ...(['no such view', 'populated'] as const),
    ],
    [
      ...(['view-population', 'failure'] as const),
      { materializedViews: [{ ...view, populated: false }] },
      ...(['populated', 'not populated'] as const),
    ],
    [
      ...(['large-objects', 'failure', { largeObjects: { count: '1', checksum: '3' } }] as const),
      ...(['1 with checksum 2', '1 with checksum 3'] as const),
    ],
    ['extension-missing', 'failure', { extensions: [] }, '1.8', 'no such extension'],
    [
      ...([
        'extension-extra',
        'warning',
        { extensions: [hstore, { ...hstore, name: 'x' }] },
      ] as const),
      ...(['no such extension', '1.8'] as const),
    ],
    [
      ...([
        'extension-version',
        'warning',
        { extensions: [{ ...hstore, version: '1.9' }] },
      ] as const),
      ...(['1.8', '1.9'] as const),
    ],
    [
      ...(['extension-schema', 'failure', { extensions: [{ ...hstore, schema: 'x' }] }] as const),
      ...(['public', 'x'] as const),
    ],
    [
      ...(['constraint-not-validated', 'failure'] as const),
      { notValidConstraints: ['shop.orders.positive', 'shop.orders.fk'] },
      ...(['valid', 'NOT VALID'] as const),
    ],
    [
      ...(['constraint-validated', 'warning', { notValidConstraints: [] }] as const),
      ...(['NOT VALID', 'valid or missing'] as const),
    ],
  ])('shows %s as a %s', (kind, severity, change, expected, seen) => {
    expect(found(change)).toEqual([
      { kind, severity, where: expect.any(String), expected, found: seen },
    ])
  })

  test('may have a table whose rows were not read', () => {
    expect(found({ tables: [orders, { ...orders, name: 'logs' }] })).toEqual([])
  })

  test('tells names apart that look alike when put together', () => {
    const tables = [{ ...orders, schema: 'shop.orders', name: '' }]
    expect(found({ tables }).map(({ kind }) => kind)).toEqual(['table-missing', 'table-extra'])
  })

  test.each([
    ['-9', 'sequence-ahead'],
    ['-5', 'sequence-behind'],
  ])('of a sequence that counts down from -7, at %s, is %s', (lastValue, kind) => {
    const down = { ...ids, lastValue: '-7', increment: '-2' }
    const differences = compareFingerprints(
      { ...print, sequences: [down] },
      { ...print, sequences: [{ ...down, lastValue }] },
    )
    expect(differences.map((one) => one.kind)).toEqual([kind])
  })

  test('of a sequence is compared beyond what a number holds', () => {
    const at = (lastValue: string) => ({ ...print, sequences: [{ ...ids, lastValue }] })
    const differences = compareFingerprints(at('9223372036854775807'), at('9223372036854775806'))
    expect(differences).toMatchObject([{ kind: 'sequence-behind' }])
  })
})

const word = fc.string({ unit: 'grapheme', maxLength: 4 })
const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)
const name = { schema: word, name: word }
const list = <T extends { readonly name: string }>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { maxLength: 4, selector: (one) => one.name })

const prints: fc.Arbitrary<Fingerprint> = fc.record({
  tables: list(
    fc.record({ ...name, rows: whole, checksum: whole, columns: fc.array(word), bytes: fc.nat() }),
  ),
  leftOut: fc.constant([]),
  sequences: list(fc.record({ ...name, lastValue: whole, isCalled: fc.boolean() })),
  materializedViews: list(fc.record({ ...name, populated: fc.boolean() })),
  largeObjects: fc.record({ count: whole, checksum: whole }),
  extensions: list(fc.record({ name: word, version: word, schema: word })),
  notValidConstraints: fc.uniqueArray(word, { maxLength: 4 }),
})

type Change = (print: Fingerprint) => Fingerprint

/** Every way to change one thing of a fingerprint. */
const changes = (of: Fingerprint): readonly Change[] => [
  ...of.tables.flatMap((table, at) => [
    (one: Fingerprint) => ({ ...one, tables: one.tables.toSpliced(at, 1) }),
    ...[
      { rows: `${table.rows}1` },
      { checksum: `${table.checksum}1` },
      { columns: [...table.columns, 'more'] },
      { schema: `${table.schema} ` },
    ].map((change) => (one: Fingerprint) => ({
      ...one,
      tables: one.tables.with(at, { ...table, ...change }),
    })),
  ]),
  ...of.sequences.flatMap((sequence, at) =>
    [
      { lastValue: String(BigInt(sequence.lastValue) - 1n) },
      { lastValue: String(BigInt(sequence.lastValue) + 1n) },
      { isCalled: !sequence.isCalled },
      { name: `${sequence.name} ` },
    ].map((change) => (one: Fingerprint) => ({
      ...one,
      sequences: one.sequences.with(at, { ...sequence, ...change }),
    })),
  ),
  ...of.materializedViews.map((one_, at) => (one: Fingerprint) => ({
    ...one,
    materializedViews: one.materializedViews.with(at, { ...one_, populated: !one_.populated }),
  })),
  ...of.extensions.map((extension, at) => (one: Fingerprint) => ({
    ...one,
    extensions: one.extensions.with(at, { ...extension, version: `${extension.version}1` }),
  })),
  (one) => ({ ...one, largeObjects: { ...one.largeObjects, count: `${one.largeObjects.count}1` } }),
  (one) => ({
    ...one,
    notValidConstraints: [...one.notValidConstraints, 'longer than the others'],
  }),
]

test('a fingerprint equals itself, and any single change of it is found, both ways', () => {
  fc.assert(
    fc.property(prints, fc.nat(), (of, choice) => {
      expect(compareFingerprints(of, structuredClone(of))).toEqual([])
      const all = changes(of)
      const changed = all[choice % all.length]!(of)
      expect(compareFingerprints(of, changed)).not.toEqual([])
      expect(compareFingerprints(changed, of)).not.toEqual([])
    }),
  )
})
