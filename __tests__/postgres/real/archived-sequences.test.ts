import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Name } from '../../../src/postgres/facts.ts'
import { checkArchivedSequences } from '../../../src/postgres/proof/archived-sequences.ts'
import { archivedSequences } from '../../../src/postgres/restore/archived-sequences.ts'
import type { Archive, Restoring } from '../../../src/postgres/restore/pg-restore.ts'
import { restoreInto } from '../../../src/postgres/restore/restore.ts'
import type { Throwaway } from '../../../src/postgres/server/throwaway.ts'
import { ask, dump, never, restoreOf, start15 } from '../server/kit.ts'

jest.setTimeout(120_000)

const source = `
  CREATE SEQUENCE called; SELECT setval('called', 7);
  CREATE SEQUENCE fresh START 42;
  CREATE SEQUENCE down INCREMENT -3 MINVALUE -1000 MAXVALUE 10 START 10; SELECT setval('down', -8);
  CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY);
  INSERT INTO orders SELECT FROM generate_series(1, 5);
  CREATE SCHEMA "Odd ""Schema""";
  CREATE SEQUENCE "Odd ""Schema"""."it's
SELECT pg_catalog.setval('public.called', 1, true);";
  SELECT setval(oid, 9000000000) FROM pg_class WHERE relname LIKE 'it''s%'`

const expected: readonly Name[] = ['called', 'fresh', 'down', 'orders_id_seq'].map((name) => {
  return { schema: 'public', name }
})

let folder: string
let file: string
let server: Throwaway
let end: () => Promise<void>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sw-sequences-'))
  file = join(folder, 'shop.dump')
  const made = await start15()
  await ask(made.server, 'postgres', 'CREATE DATABASE shop')
  await ask(made.server, 'shop', source)
  await dump(made.server, 'shop', file)
  await made.server.stop()
  ;({ server } = await start15())
  end = () => server.stop()
  await restoreInto(server, restoreOf({ kind: 'file', path: file }))
})
afterAll(async () => {
  await end()
  await rm(folder, { recursive: true })
})

const restoringOf = (archive: Archive, more: Partial<Restoring> = {}): Restoring => {
  const { restorer, signal } = restoreOf(archive)
  return { server, archive, restorer, signal, ...more }
}

const fromFile = (): Archive => ({ kind: 'file', path: file })
const fromStream = (): Archive => ({ kind: 'stream', open: () => createReadStream(file) })

const check = async (restoring: Restoring, names: readonly Name[] = expected) => {
  const archived = await archivedSequences(restoring)
  const session = await server.session('shop', never)
  return checkArchivedSequences(session, archived, names).finally(() => session.close())
}

describe('what the archive sets its sequences to', () => {
  test.each([
    ['a file', fromFile],
    ['a stream', fromStream],
  ])('is read of %s, whatever their names', async (_, archive) => {
    const found = await archivedSequences(restoringOf(archive()))
    expect(found.map(({ name, lastValue, isCalled }) => [name, lastValue, isCalled])).toEqual(
      expect.arrayContaining([
        ['public.called', '7', true],
        ['public.fresh', '42', false],
        ['public.down', '-8', true],
        ['public.orders_id_seq', '5', true],
        [expect.stringMatching(/^"Odd ""Schema"""\."it's\n/), '9000000000', true],
      ]),
    )
    expect(found).toHaveLength(5)
  })

  test.each([
    ['a file', fromFile],
    ['a stream', fromStream],
  ])('is what a copy restored of it has: %s', async (_, archive) => {
    expect(await check(restoringOf(archive()))).toEqual({
      name: 'sequences as the archive sets them',
      verdict: 'passed',
      detail: '5 sequences, each at its value',
    })
  })

  test.each([
    [`setval('called', 6)`, `setval('called', 7)`, 'sets 7, the copy has 6'],
    [`nextval('called')`, `setval('called', 7)`, 'sets 7, the copy has 8'],
    [`setval('called', 7, false)`, `setval('called', 7)`, 'has 7, not called yet'],
    [`nextval('fresh')`, `setval('fresh', 42, false)`, 'sets 42, not called yet, the copy has 42'],
    [`setval('down', -5)`, `setval('down', -8)`, 'public.down: the archive sets -8'],
  ])('differs after %s in the copy, which is told', async (change, back, said) => {
    await ask(server, 'shop', `SELECT ${change}`)
    const found = await check(restoringOf(fromFile()))
    await ask(server, 'shop', `SELECT ${back}`)
    expect(found).toMatchObject({ verdict: 'failed', detail: '1 sequences are elsewhere' })
    expect(found.evidence).toEqual([expect.stringContaining(said)])
  })

  test('is not there for a sequence that only the manifest has', async () => {
    const more = [...expected, { schema: 'shop', name: 'Gone' }]
    expect(await check(restoringOf(fromFile()), more)).toMatchObject({
      verdict: 'failed',
      evidence: ['shop."Gone": the archive does not set it'],
    })
  })

  test('belongs to a sequence that the copy must have', async () => {
    await ask(server, 'shop', 'DROP SEQUENCE down')
    const found = await check(restoringOf(fromFile()), [])
    expect(found).toMatchObject({
      verdict: 'failed',
      evidence: ['public.down: the archive sets -8, the copy has no such sequence'],
    })
  })
})
