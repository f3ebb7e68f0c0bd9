import type { Name } from '../../facts.ts'
import { identifier, literal, qualified } from '../quote.ts'

/**
 * Rows and the sum of their hashes: it needs no order, counts duplicates and does not overflow. The
 * columns are named, since a whole row would follow the order in which they were made. One column
 * still makes a row, and so does none.
 */
export const tablePrint = (table: Name, columns: readonly string[]): string => {
  const row = columns.map((column) => `t.${identifier(column)}`).join(', ')
  return `
  SELECT count(*)::text AS rows,
    coalesce(sum(pg_catalog.hashtextextended(ROW(${row})::text, 0)), 0)::text AS checksum
  FROM ONLY ${qualified(table)} AS t`
}

const pieceBytes = String(256 * 1024)

/**
 * Large objects in pieces, read as any role may that has SELECT on them. Their pages in the catalog
 * would not do: holes in an object are pages of zeros in a copy.
 */
export const largeObjects = `
  SELECT (SELECT count(*)::text FROM pg_catalog.pg_largeobject_metadata) AS count,
    coalesce(sum(pg_catalog.hashtextextended(o.oid::text || ':' || piece::text || ':' ||
      pg_catalog.encode(pg_catalog.lo_get(o.oid, piece, ${pieceBytes}), 'hex'), 0)), 0)::text
      AS checksum
  FROM (
    SELECT oid, bytes FROM (
      SELECT oid, fd, pg_catalog.lo_lseek64(fd, 0, 2) AS bytes FROM (
        SELECT oid, pg_catalog.lo_open(oid, 262144) AS fd
        FROM pg_catalog.pg_largeobject_metadata OFFSET 0
      ) AS opened OFFSET 0
    ) AS measured WHERE pg_catalog.lo_close(fd) = 0 OFFSET 0
  ) AS o
  CROSS JOIN LATERAL pg_catalog.generate_series(0, o.bytes - 1, ${pieceBytes}) AS piece`

/** One row for each sequence, in the order given. */
export const sequenceValues = (sequences: readonly Name[]): string =>
  sequences
    .map(
      (sequence, index) =>
        `SELECT ${index} AS place, last_value::text AS last_value, is_called FROM ${qualified(sequence)}`,
    )
    .join(' UNION ALL ')
    .concat(' ORDER BY place')

/** Total size of the catalog that holds large objects. */
export const largeObjectBytes = `
  SELECT pg_catalog.pg_total_relation_size(${literal('pg_catalog.pg_largeobject')})::text AS bytes`
