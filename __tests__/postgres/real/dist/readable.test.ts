import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { loadFixture } from '../../../../lab/kit/postgres-fixture.ts'
import { clientsFor, type PostgresServer } from '../../../../lab/kit/postgres.ts'
import { outputOf } from '../../../../lab/kit/processes.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'

/** Columns by name: a restored table that inherits has its parents' first. */
const tables = `SELECT c.oid::regclass::text AS name, string_agg(quote_ident(attname), ', ' ORDER BY attname) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
  GROUP BY c.oid ORDER BY 1`

/** Of each table, how many rows it has and what they say, by PostgreSQL's own means alone. */
const contentOf = async (
  server: PostgresServer,
  database: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const content: Record<string, unknown> = {}
  for (const { name, columns } of await server.query(tables, database)) {
    const row = `ROW(${String(columns)})::text`
    const rows = `SELECT count(*)::int AS rows, md5(string_agg(${row}, '|' ORDER BY ${row} COLLATE "C")) AS text FROM ONLY ${String(name)}`
    content[String(name)] = (await server.query(rows, database))[0]
  }
  return content
}

/** What is kept for the database as a whole. */
const database = `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate, datctype, datdba::regrole::text AS owner,
    (SELECT json_agg(json_build_array(setrole::regrole, setconfig) ORDER BY setrole::regrole::text)
     FROM pg_db_role_setting WHERE setdatabase = d.oid) AS settings
  FROM pg_database d WHERE datname = current_database()`

/** The commands that the job's summary prints. */
const printedIn = (summary: string): string =>
  /^`{3,}\w*\n(# Take out the dump\n[\s\S]*?)\n`{3,}$/m.exec(summary)?.[1] ?? ''

describe('a backup is readable without us', () => {
  const source = serverForTests({ major: 15 })
  const target = serverForTests({ major: 15 })
  let nightly: Nightly
  let folder: string
  let commands: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-readable-'))
    nightly = await startNightly()
    await loadFixture(source(), { database: 'shop' })
    const { summary } = await nightly.backup({ 'database-url': source().urlOf('shop') })
    commands = printedIn(summary)
    const [artifact] = nightly.world.artifacts
    writeFileSync(join(folder, artifact?.name ?? ''), artifact?.content ?? '')
    writeFileSync(join(folder, 'IDENTITY'), `${nightly.identity}\n`, { mode: 0o600 })
  }, 120_000)
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await nightly.close()
  })

  /** A shell of somebody who has age, zstd, tar, PostgreSQL's programs and an empty server. */
  const bash = (script: string): Promise<string> =>
    outputOf('bash', ['-euo', 'pipefail', '-c', `cd "$0"; ${script}`, folder], {
      timeoutMs: 60_000,
      env: {
        PATH: [clientsFor(15), process.env['PATH'] ?? ''].join(delimiter),
        PGHOST: target().host,
        PGPORT: String(target().port),
        PGUSER: target().superuser,
      },
    })

  test('the commands of the summary restore every row on a fresh server', async () => {
    expect(commands.split('\n').filter((line) => !line.startsWith('#'))).toHaveLength(4)
    await bash(commands)
    const expected = await contentOf(source(), 'shop')
    expect(Object.keys(expected).length).toBeGreaterThan(10)
    expect(await contentOf(target(), 'shop')).toEqual(expected)
    const [kept] = await source().query(database, 'shop')
    expect(kept?.['settings']).toHaveLength(2)
    expect(await target().query(database, 'shop')).toEqual([kept])
  }, 120_000)

  test('the README in the file says the same', async () => {
    const readme = await bash('age -d -i IDENTITY *.age | zstd -dc | tar -xOf - README')
    for (const line of commands.split('\n').filter((text) => !text.startsWith('#')))
      expect(readme).toContain(`   ${line}\n`)
  }, 120_000)
})
