/**
 * What a statement is made of, longest first: comments, quoted texts, dollar quotes; a semicolon ends
 * it. A backslash escapes inside E'' only, which the lookbehind tells apart.
 */
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|^\\[^\n]*|;|[\s\S]/gm

/** psql's own commands at the start of a line: `\restrict`, `\unrestrict`, `\connect`. */
const isOfPsql = (piece: string): boolean => piece.length > 1 && piece.startsWith('\\')

/**
 * The statements of an SQL text as `pg_dumpall` writes it, without comments, psql's commands and the
 * final semicolons.
 */
export const splitSql = (sql: string): readonly string[] => {
  const statements: string[] = []
  let statement = ''
  const end = () => {
    if (statement.trim() !== '') statements.push(statement.trim())
    statement = ''
  }
  for (const [piece] of sql.matchAll(token)) {
    if (piece === ';' || isOfPsql(piece)) end()
    else if (!/^(?:--|\/\*)/.test(piece)) statement += piece
  }
  end()
  return statements
}
