/** Relations that pg_dump would dump: its own rule for schemas, and what belongs to an extension. */
export const userRelations = `
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend AS member
    ON member.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND member.objid = c.oid
    AND member.objsubid = 0 AND member.deptype = 'e'
    AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
  LEFT JOIN pg_catalog.pg_extension AS e ON e.oid = member.refobjid
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'`

/**
 * Tables, foreign tables and materialized views, and sequences that a standby can't read. Columns come sorted by name: the order
 * of an inheriting table's can change in a restore. Generated ones are made anew there.
 */
export const inventory = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
    c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery() AS unreadable,
    e.extname::text AS extension,
    c.relispopulated AS populated,
    coalesce(pg_catalog.pg_total_relation_size(c.oid), 0)::text AS bytes,
    ARRAY(
      SELECT a.attname::text FROM pg_catalog.pg_attribute AS a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attname
    ) AS columns
  ${userRelations} AND (c.relkind IN ('r', 'f', 'm')
    OR c.relkind = 'S' AND c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery())
  ORDER BY n.nspname, c.relname`

/** All that `pg_dump --exclude-table` can leave out: tables, views and sequences of every kind. */
export const excludable = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  ORDER BY n.nspname, c.relname`

/** Sequences, with the table whose identity column each one serves. */
export const sequenceList = `
  SELECT n.nspname::text AS schema, c.relname::text AS name,
    q.seqincrement::text AS increment,
    c.relpersistence = 'u' AND pg_catalog.pg_is_in_recovery() AS unreadable,
    tn.nspname::text AS table_schema, t.relname::text AS table_name
  ${userRelations.replace(
    'WHERE',
    `JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend AS identity
    ON identity.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND identity.objid = c.oid
    AND identity.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND identity.deptype = 'i'
  LEFT JOIN pg_catalog.pg_class AS t ON t.oid = identity.refobjid
  LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
  WHERE`,
  )} AND e.oid IS NULL
  ORDER BY n.nspname, c.relname`

/** What pg_dump locks: members of extensions too, for their policies. */
export const lockable = `
  SELECT n.nspname::text AS schema, c.relname::text AS name
  ${userRelations} AND c.relkind IN ('r', 'p')
  ORDER BY n.nspname, c.relname`

export const extensions = `
  SELECT e.extname::text AS name, e.extversion AS version, n.nspname::text AS schema
  FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
  ORDER BY e.extname`

/** Constraints, of tables and of domains, that are not known to hold for the rows there are. */
export const notValid = `
  SELECT n.nspname::text AS schema, coalesce(c.relname, t.typname)::text AS name,
    k.conname::text AS "constraint"
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
  LEFT JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid
  WHERE NOT k.convalidated AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relkind IS DISTINCT FROM 'f'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS member
      WHERE member.deptype = 'e' AND member.objid = coalesce(c.oid, t.oid)
        AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)
  ORDER BY n.nspname, 2, k.conname`
