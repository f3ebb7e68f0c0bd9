import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Problem } from '../../../src/postgres/look/problems/problem.ts'
import { findProblems } from '../../../src/postgres/look/problems/find.ts'
import type { RealServer } from './server.ts'
import { startServer } from './server.ts'
import { connect, run } from './session.ts'

jest.setTimeout(60_000)

let server: RealServer

beforeAll(async () => {
  server = startServer()
  await run(server, 'postgres', 'CREATE DATABASE shop', 'CREATE ROLE "Backup" LOGIN')
  await run(
    server,
    'shop',
    'CREATE SCHEMA s; CREATE SCHEMA "T"',
    'CREATE TABLE s.a (n serial); CREATE TABLE s.b (); CREATE TABLE "T"."c d" ()',
    'GRANT USAGE ON SCHEMA s TO "Backup"; GRANT SELECT ON s.b TO "Backup"',
    'ALTER TABLE s.b ENABLE ROW LEVEL SECURITY',
    'SELECT lo_create(70001), lo_create(70002); GRANT SELECT ON LARGE OBJECT 70002 TO "Backup"',
  )
})

afterAll(() => server.stop())

const find = async (user: string, excludeTables: readonly string[] = []) => {
  const session = await connect(server, 'shop', user)
  const another = () => connect(server, 'shop', user)
  const locks = { seconds: 1, watchMs: 300 }
  return findProblems(session, { major: 15 }, { excludeTables, another, locks }).finally(() =>
    session.close(),
  )
}

describe('tables that are excluded', () => {
  beforeAll(() =>
    run(
      server,
      'shop',
      'CREATE SCHEMA x; CREATE TABLE x.logs (id serial PRIMARY KEY, note text, CHECK (id > 0))',
      'CREATE TABLE x.people (id int PRIMARY KEY); CREATE INDEX ON x.people ((id + 1))',
      'CREATE TABLE x.orders (person int CONSTRAINT by_one REFERENCES x.people)',
      'CREATE VIEW x.names AS SELECT id FROM x.people',
      'CREATE VIEW x.dearest AS SELECT id FROM x.names',
      'CREATE FUNCTION x.greet(x.people) RETURNS text LANGUAGE sql AS $$SELECT $1::text$$',
      'CREATE TABLE x.staff () INHERITS (x.people)',
      'CREATE TABLE x.parts (id int) PARTITION BY RANGE (id); CREATE INDEX ON x.parts (id)',
      'CREATE TABLE x.part PARTITION OF x.parts DEFAULT',
      'CREATE SEQUENCE x.numbers',
      `CREATE TABLE x.counted (id int DEFAULT nextval('x.numbers'))`,
    ),
  )
  afterAll(() => run(server, 'shop', 'DROP SCHEMA x CASCADE'))

  test.each([
    ['which nothing else needs', ['x.logs']],
    ['with its sequence', ['x.logs', 'x.logs_id_seq']],
    ['with what needs it', ['x.orders', 'x.names', 'x.dearest']],
    ['which need each other', ['x.parts', 'x.part']],
    ['without their parent', ['x.part', 'x.staff']],
    ['of another kind', ['x.names', 'x.dearest', 'x.?ogs']],
  ])('are no problem %s', async (_, patterns) => {
    expect(await find('postgres', patterns)).toEqual([])
  })

  test('are told where the backup would not restore without them', async () => {
    const patterns = ['x.people', 'x.parts', 'x.numbers', 'x.logs_id_seq']
    const problems = await find('postgres', patterns)
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^x[.]logs_id_seq is excluded, .*: default value for .* x[.]logs$/),
      expect.stringMatching(/^x[.]numbers is excluded, .*: default value for .* x[.]counted$/),
      'x.parts is excluded, but the backup does not restore without it: table x.part',
      'x.people is excluded, but the backup does not restore without it: constraint by_one on table x.orders, function x.greet(x.people), rule _RETURN on view x.names, table x.staff',
    ])
    expect(problems.at(-1)?.fix).toBe(
      'Exclude what needs it as well, or take x.people out of exclude-tables',
    )
  })

  test('are told where there are none: they would be backed up', async () => {
    const patterns = ['x.logz', 'x.*', 'public.people', 'other.*', 'pg_catalog.pg_class']
    const problems = await find('Backup', patterns)
    expect(problems.filter(({ what }) => what.startsWith('exclude-tables'))).toEqual([
      {
        what: 'exclude-tables: "x.logz" matches no table, view or sequence, so what it was to leave out would be backed up',
        fix: 'Did you mean x.logs? Correct it, or take the entry out',
      },
      {
        what: expect.stringMatching(/^exclude-tables: "public[.]people" matches no table/),
        fix: 'Did you mean x.people? Correct it, or take the entry out',
      },
      {
        what: expect.stringMatching(/^exclude-tables: "other[.][*]" matches no table/),
        fix: 'Correct it, or take the entry out',
      },
      {
        what: expect.stringMatching(/^exclude-tables: "pg_catalog[.]pg_class" matches no table/),
        fix: 'Correct it, or take the entry out',
      },
    ])
  })

  test('and a view of a view', async () => {
    const [problem] = await find('postgres', ['x.names'])
    expect(problem?.what).toContain('rule _RETURN on view x.dearest')
  })
})

describe('before a dump', () => {
  test('a superuser has no problem', async () => {
    expect(await find('postgres')).toEqual([])
  })

  let found: readonly Problem[] = []

  test('all that a role can not read comes at once', async () => {
    found = await find('Backup')
    expect(found).toEqual([
      {
        what: 'Backup has no USAGE on 1 schema: T',
        fix: 'GRANT USAGE ON SCHEMA "T" TO "Backup";',
      },
      {
        what: 'Backup has no SELECT on 1 table: "T"."c d"',
        fix: 'GRANT SELECT ON "T"."c d" TO "Backup";',
      },
      {
        what: 'Backup has no SELECT on 1 table: s.a',
        fix: 'GRANT SELECT ON "s"."a" TO "Backup";',
      },
      {
        what: 'Backup has no SELECT on 1 sequence: s.a_n_seq',
        fix: 'GRANT SELECT ON SEQUENCE "s"."a_n_seq" TO "Backup";',
      },
      {
        what: 'Row-level security would hide rows of 1 table from Backup: s.b',
        fix: 'ALTER ROLE "Backup" BYPASSRLS;',
      },
      {
        what: "Backup can't read 1 large object: 70001",
        fix: 'GRANT SELECT ON LARGE OBJECT 70001 TO "Backup";',
      },
    ])
  })

  test('what is excluded is no problem', async () => {
    const left = await find('Backup', ['s.*', '"T".*'])
    expect(left.map(({ what }) => what)).toEqual(["Backup can't read 1 large object: 70001"])
  })

  test('the fixes, run as they are, fix it', async () => {
    await run(server, 'shop', ...found.map(({ fix }) => fix))
    expect(await find('Backup')).toEqual([])
  })

  test('many tables and large objects are granted together', async () => {
    const many = (what: string) =>
      `DO $$ BEGIN FOR i IN 1..25 LOOP EXECUTE format('${what}', i); END LOOP; END $$`
    const role = "it's"
    await run(server, 'shop', 'CREATE ROLE "it\'s" LOGIN BYPASSRLS', 'CREATE SCHEMA many')
    await run(
      server,
      'shop',
      many('CREATE TABLE many.t%s (n serial)'),
      many('SELECT lo_create(%s)'),
    )
    const problems = await find(role)
    expect(problems.map(({ fix }) => fix)).toEqual(
      expect.arrayContaining([
        `GRANT SELECT ON ALL TABLES IN SCHEMA "many" TO "it's";`,
        `GRANT SELECT ON ALL SEQUENCES IN SCHEMA "many" TO "it's";`,
      ]),
    )
    expect(problems.at(-1)?.what).toMatch(
      /^it's can't read 27 large objects: 1, 2, .*, 10, \.\.\.$/,
    )
    await run(server, 'shop', ...problems.map(({ fix }) => fix))
    expect(await find(role)).toEqual([])
  })
})

describe('a lock that keeps readers out', () => {
  test('is reported with its process once it is old', async () => {
    const holder = await connect(server, 'shop')
    const [row] = await holder.query('SELECT pg_backend_pid() AS pid')
    const pid = String(row!['pid'])
    await holder.query('BEGIN; LOCK TABLE s.a')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const [problem, ...more] = await find('postgres')
    expect(more).toEqual([])
    expect(problem?.what).toMatch(
      new RegExp(`^s.a is locked ACCESS EXCLUSIVE by process ${pid}, in a transaction of \\d+ s$`),
    )
    expect(problem?.fix).toBe(`Let it finish, or end it: SELECT pg_terminate_backend(${pid});`)
    expect(await find('postgres', ['s.a'])).toEqual([])
    const hidden = await find('Backup', ['many.*'])
    expect(hidden.at(-1)?.what).toMatch(/of unknown age$/)
    await holder.close()
  })

  test('is no problem when it is gone after a moment', async () => {
    const holder = await connect(server, 'shop')
    await holder.query('BEGIN; LOCK TABLE s.a')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    setTimeout(() => void holder.close(), 100)
    expect(await find('postgres')).toEqual([])
  })

  test('of a prepared transaction has no process', async () => {
    await run(server, 'shop', "BEGIN; LOCK TABLE s.a; PREPARE TRANSACTION 'left behind'")
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const [problem] = await find('postgres')
    expect(problem?.what).toContain('by the prepared transaction left behind, in a transaction of')
    expect(problem?.fix).toContain("ROLLBACK PREPARED 'left behind';")
    await run(server, 'shop', "ROLLBACK PREPARED 'left behind'")
  })
})
