const of = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass`

/**
 * What can't be made without a relation of a user's: foreign keys, views, children, partitions,
 * policies, defaults, functions. What belongs to an extension is not dumped.
 */
export const needs = `
  SELECT DISTINCT n.nspname::text AS schema, c.relname::text AS name,
    own.nspname::text AS owner_schema, o.relname::text AS owner_name,
    pg_catalog.pg_describe_object(d.classid, d.objid, 0) AS what
  FROM pg_catalog.pg_depend AS d
  JOIN (
    SELECT oid, ${of('pg_class')} AS catalog, oid AS id FROM pg_catalog.pg_class
    UNION ALL
    SELECT oid, ${of('pg_type')}, reltype FROM pg_catalog.pg_class WHERE reltype <> 0
  ) AS needed ON needed.catalog = d.refclassid AND needed.id = d.refobjid
  JOIN pg_catalog.pg_class AS c ON c.oid = needed.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint AS k ON d.classid = ${of('pg_constraint')} AND k.oid = d.objid
  LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = ${of('pg_rewrite')} AND r.oid = d.objid
  LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = ${of('pg_policy')} AND p.oid = d.objid
  LEFT JOIN pg_catalog.pg_attrdef AS a ON d.classid = ${of('pg_attrdef')} AND a.oid = d.objid
  LEFT JOIN pg_catalog.pg_trigger AS t ON d.classid = ${of('pg_trigger')} AND t.oid = d.objid
  LEFT JOIN pg_catalog.pg_class AS o ON o.oid = CASE d.classid
    WHEN ${of('pg_class')} THEN d.objid
    ELSE coalesce(k.conrelid, r.ev_class, p.polrelid, a.adrelid, t.tgrelid) END
  LEFT JOIN pg_catalog.pg_namespace AS own ON own.oid = o.relnamespace
  WHERE (d.deptype = 'n' OR d.deptype = 'a' AND d.classid = ${of('pg_class')} AND o.relispartition
      AND o.relkind IN ('r', 'p', 'f'))
    AND o.oid IS DISTINCT FROM c.oid
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS member
      WHERE member.deptype = 'e' AND (member.classid = d.classid AND member.objid = d.objid
        OR member.classid = ${of('pg_class')} AND member.objid = o.oid))
  ORDER BY 1, 2, 5`
