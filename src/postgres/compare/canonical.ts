/**
 * What pg_dump writes in another order of a restored copy, though nothing differs: a child table gets
 * its parents' columns first, and roles of a policy are sorted by numbers that a restore gives anew.
 */
const sortedColumns = (statement: string): string =>
  statement.replace(
    /^(CREATE (?:UNLOGGED )?TABLE [^\n]*\(\n)([\s\S]*?)(\n\)\nINHERITS \()/m,
    (_, head: string, body: string, tail: string) =>
      `${head}${body
        .split(/,?\n(?= {4}\S)/)
        .sort()
        .join(',\n')}${tail}`,
  )

const sortedRoles = (statement: string): string =>
  statement.replace(
    /^(CREATE POLICY .*? TO )(.+?)( USING | WITH CHECK |;)/ms,
    (_, head: string, roles: string, tail: string) =>
      `${head}${roles.split(', ').sort().join(', ')}${tail}`,
  )

/** The statement in the one order in which two equal ones are equal texts. */
export const canonical = (statement: string): string => sortedRoles(sortedColumns(statement))
