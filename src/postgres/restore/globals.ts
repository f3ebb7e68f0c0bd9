import { messageOf } from '../../base/reason.ts'
import type { Session } from '../database.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { splitSql } from './split-sql.ts'

/** A statement of globals.sql that the copy's server refused. */
export interface Refused {
  readonly statement: string
  readonly message: string
}

/** The copy keeps everything in one place: its disk is not the source's. */
const ofTablespace = /^(?:ALTER|DROP|COMMENT ON|SECURITY LABEL ON)\s+TABLESPACE\b/i
const grantOnTablespace = /^(?:GRANT|REVOKE)\b[\s\S]*?\bON TABLESPACE\b/i
const settingOfTablespace = /^ALTER ROLE\b[\s\S]*\bSET (?:default_tablespace|temp_tablespaces) /i
const ofSession =
  /^SET (?:default_transaction_read_only|client_encoding|standard_conforming_strings)\b/i

/** A database may live in a tablespace, so there has to be one of its name: a folder among the data. */
const location = /^(CREATE TABLESPACE\b[\s\S]*\bLOCATION) E?'[^']*'$/i
const allowsInPlace = 'SET allow_in_place_tablespaces = on'

/** The statements of globals.sql that make sense in a copy. */
export const globalStatements = (globals: string): readonly string[] => {
  const kept = splitSql(globals).filter(
    (statement) =>
      ![ofTablespace, grantOnTablespace, settingOfTablespace, ofSession].some((kind) =>
        kind.test(statement),
      ),
  )
  const statements = kept.map((statement) => statement.replace(location, "$1 ''"))
  return kept.some((statement) => location.test(statement))
    ? [allowsInPlace, ...statements]
    : statements
}

/** `duplicate_object`: a role that is there already. */
const duplicate = '42710'

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

/**
 * Creates the source's roles, memberships and role settings. What is refused does not stop the rest:
 * hosted databases have roles whose rights no other server can grant.
 */
export const applyGlobals = async (
  session: Session,
  globals: string,
  signal: AbortSignal,
): Promise<readonly Refused[]> => {
  const refused: Refused[] = []
  for (const statement of globalStatements(globals)) {
    signal.throwIfAborted()
    try {
      await session.query(statement)
    } catch (error) {
      const message = messageOf(error)
      if (codeOf(error) !== duplicate)
        refused.push({ statement: withoutSecrets(statement), message })
    }
  }
  return refused
}
