import { messageOf } from '../../base/reason.ts'
import type { Row, Session } from '../database.ts'
import { noneOf, type Check } from './check.ts'

const name = 'amcheck'
const schema = 'seaworthy_amcheck'

const btrees = `
  SELECT c.oid::text AS oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am a ON a.oid = c.relam
  JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  WHERE c.relkind = 'i' AND a.amname = 'btree' AND i.indisvalid AND i.indisready
    AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY 2`

const heaps = `
  SELECT c.oid::text AS oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am a ON a.oid = c.relam
  WHERE c.relkind IN ('r', 'm') AND a.amname = 'heap'
    AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY 2`

/** Event triggers of the restored database must not see what is done here. */
const prepare = `SET LOCAL session_replication_role = replica; SET LOCAL search_path = pg_catalog`

const installed = `
  SELECT format('%I', n.nspname) AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'`

const hasHeapCheck = `
  SELECT 1 FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE p.proname = 'verify_heapam' AND e.extname = 'amcheck'`

interface Relation {
  readonly oid: string
  readonly name: string
}

const relations = async (session: Session, sql: string): Promise<readonly Relation[]> =>
  (await session.query(sql)).map((row) => ({ oid: String(row['oid']), name: String(row['name']) }))

/**
 * Rolled back each time: the extension's functions refuse by an error, and a database with ten thousand
 * indexes would otherwise hold as many locks.
 */
const complaints = async (
  session: Session,
  { name }: Relation,
  sql: string,
  read: (rows: readonly Row[]) => readonly string[],
): Promise<readonly string[]> => {
  await session.query('SAVEPOINT one')
  try {
    return read(await session.query(sql)).map((complaint) => `${name}: ${complaint}`)
  } catch (error) {
    return [`${name}: ${messageOf(error)}`]
  } finally {
    await session.query('ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one')
  }
}

const pages = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => `block ${String(row['blkno'])}: ${String(row['msg'])}`)

const schemaOfAmcheck = async (session: Session): Promise<string> => {
  const [row] = await session.query(installed)
  if (row !== undefined) return String(row['schema'])
  await session.query(`CREATE SCHEMA ${schema}; CREATE EXTENSION amcheck SCHEMA ${schema}`)
  return schema
}

const checkAll = async (session: Session, home: string): Promise<Check> => {
  const indexes = await relations(session, btrees)
  const tables =
    (await session.query(hasHeapCheck)).length > 0 ? await relations(session, heaps) : []
  const found: string[] = []
  for (const index of indexes) {
    const call = `SELECT ${home}.bt_index_check(${index.oid}::pg_catalog.regclass, true)`
    found.push(...(await complaints(session, index, call, () => [])))
  }
  for (const table of tables) {
    const call = `SELECT blkno, msg FROM ${home}.verify_heapam(${table.oid}::pg_catalog.regclass)`
    found.push(...(await complaints(session, table, `${call} LIMIT 20`, pages)))
  }
  return noneOf(name, found, {
    good: `${indexes.length} indexes and ${tables.length} tables are sound`,
    bad: 'complaints about indexes or tables',
  })
}

/**
 * Claim: every btree index holds exactly the rows of its table, and every table's pages are sound
 * (tables from PostgreSQL 14 on). The extension is created in a transaction that is rolled back, so
 * that the copy stays as it was restored.
 */
export const checkAmcheck = async (session: Session): Promise<Check> => {
  await session.query('BEGIN')
  try {
    await session.query(prepare)
    let home: string
    try {
      home = await schemaOfAmcheck(session)
    } catch (error) {
      const detail = `the extension amcheck is not available: ${messageOf(error)}`
      return { name, verdict: 'skipped', detail }
    }
    return await checkAll(session, home)
  } finally {
    await session.query('ROLLBACK')
  }
}
