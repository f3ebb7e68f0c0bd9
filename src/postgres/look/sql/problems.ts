import { userRelations } from './relations.ts'

/** None of these touches a relation itself: one that is locked must not hold up the report. */

export const role = 'SELECT current_user::text AS role'

/**
 * What the role may not read. pg_dump locks tables of extensions too, but reads only those rows
 * that the extension calls configuration; row-level security of a partition's parent is not asked
 * when the partition itself is read.
 */
export const rights = `
  SELECT * FROM (
    SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
      pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable,
      CASE c.relkind WHEN 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
        ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END AS readable,
      c.relkind = 'r' AND (e.oid IS NULL OR c.oid = ANY (e.extconfig))
        AND pg_catalog.row_security_active(c.oid) AS hidden
    ${userRelations} AND c.relkind IN ('r', 'p', 'S')
      AND (c.relkind <> 'S' OR e.oid IS NULL OR c.oid = ANY (e.extconfig))
  ) AS found
  WHERE NOT usable OR NOT readable OR hidden
  ORDER BY schema, name`

/** How many large objects are named in a problem. */
export const objectsNamed = 10

/** From 18 on the server says so itself; before, its rule is followed here. */
const readableObject = (major: number): string =>
  major >= 18
    ? "pg_catalog.has_largeobject_privilege(m.oid, 'SELECT')"
    : `EXISTS (
        SELECT FROM pg_catalog.aclexplode(
          coalesce(m.lomacl, pg_catalog.acldefault('L', m.lomowner))) AS given
        WHERE given.privilege_type = 'SELECT' AND CASE given.grantee WHEN 0 THEN true
          ELSE pg_catalog.pg_has_role(given.grantee, 'USAGE') END)`

export const unreadableObjects = (major: number): string => `
  SELECT count(*)::text AS count,
    coalesce((pg_catalog.array_agg(m.oid::text ORDER BY m.oid))[1:${String(objectsNamed)}], '{}')
      AS first
  FROM pg_catalog.pg_largeobject_metadata AS m
  WHERE NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
    AND NOT pg_catalog.current_setting('lo_compat_privileges')::bool
    AND NOT ${readableObject(major)}`

export const backend = 'SELECT pg_catalog.pg_backend_pid()::text AS pid'

/**
 * Locks that keep every reader out, granted or queued for: later readers wait behind both. The age
 * is the transaction's; other roles' are hidden from a role without \`pg_read_all_stats\`. A
 * prepared transaction has no process, and is known by the lock on its own number.
 */
export const exclusiveLocks = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, l.pid::text AS pid,
    l.virtualtransaction AS transaction, p.gid AS prepared,
    pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp()
      - coalesce(a.xact_start, p.prepared)))::text AS seconds
  FROM pg_catalog.pg_locks AS l
  JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
  LEFT JOIN pg_catalog.pg_locks AS own ON l.pid IS NULL AND own.pid IS NULL
    AND own.locktype = 'transactionid' AND own.granted
    AND own.virtualtransaction = l.virtualtransaction
  LEFT JOIN pg_catalog.pg_prepared_xacts AS p ON p.transaction = own.transactionid
  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
    AND l.database = (
      SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    AND c.relkind IN ('r', 'p', 'S')
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY n.nspname, c.relname, l.pid`
