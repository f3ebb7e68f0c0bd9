import { beforeAll, describe, expect, test } from '@jest/globals'
import { loadFixture, type Fixture } from '../../../lab/kit/postgres-fixture.ts'
import { roundTrip } from '../../../lab/kit/postgres-round-trip.ts'
import { clientMajors, fittingClients, serverMajors } from '../../../lab/kit/postgres.ts'
import type { Major, PostgresServer } from '../../../lab/kit/postgres.ts'
import { serverForTests } from '../../support/fixture/server.ts'

const newest = Math.max(...serverMajors().filter((major) => clientMajors().includes(major)))
const tried = [...new Set([15, newest])] as readonly Major[]

/** Rows of every table that has some of its own, and of every populated materialized view. */
const counts = async (server: PostgresServer, database: string): Promise<unknown> => {
  const relations = await server.query(
    `SET search_path = ''; SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind IN ('r', 'm') AND relispopulated
       AND relnamespace::regnamespace::text !~ '^pg_|^info'
     ORDER BY 1`,
    database,
  )
  const names = relations.map(({ name }) => String(name))
  const all = names.map(
    (name) => `SELECT '${name.replaceAll("'", "''")}' AS name, count(*) FROM ONLY ${name}`,
  )
  return server.query(all.join(' UNION ALL '), database)
}

describe.each(tried)('The fixture on PostgreSQL %i', (major) => {
  const server = serverForTests({ major })
  let fixture: Fixture

  beforeAll(async () => {
    fixture = await loadFixture(server(), { database: 'shop', rows: 300 })
    await roundTrip(server(), { from: 'shop', into: 'copy', client: fittingClients(major)! })
  }, 120_000)

  test('holds every trap that this server can hold, and names the others', () => {
    const known = [/major \d+$/, /extension seaworthy_probe$/]
    expect(fixture.skipped.filter((block) => !known.some((reason) => reason.test(block)))).toEqual(
      [],
    )
    expect(fixture.loaded.length).toBeGreaterThan(40)
  })

  test('is restored by the real programs, with the same rows everywhere', async () => {
    const rows = await counts(server(), 'shop')
    expect(rows).toEqual(expect.arrayContaining([{ name: 'shop.items', count: '300' }]))
    expect(await counts(server(), 'copy')).toEqual(rows)
  }, 60_000)

  test('has a child whose columns come in another order, as the parent does not', async () => {
    const [row] = await server().query(
      `SELECT staff::text AS text FROM shop.staff WHERE id = 2`,
      'shop',
    )
    expect(row).toEqual({ text: '(10,Bob,2)' })
  })

  test('can be loaded twice on one server, whose roles are there already', async () => {
    const again = await loadFixture(server(), { database: 'a "second" one', rows: 10 })
    expect(again.loaded).toEqual(fixture.loaded)
  }, 60_000)
})
