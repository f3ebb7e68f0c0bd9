import { SeaworthyError } from '../../base/error.ts'
import type { Name } from '../facts.ts'

const refuse = (pattern: string, why: string): never => {
  throw new SeaworthyError('input-invalid', `exclude-tables: ${JSON.stringify(pattern)} ${why}`, {
    hint: 'Write schema.table as pg_dump understands it: * and ? stand for any characters, a name with capitals or dots goes in double quotes.',
  })
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** A quoted run, a dot, a wildcard, or a run of characters that mean themselves. */
const token = /"((?:[^"]|"")*)"|([.])|([*?])|([^".*?\\|+()[\]{}^\s]+)/y

const expression = (match: RegExpExecArray): string => {
  const [, quoted, , wildcard, bare] = match
  if (quoted !== undefined) return escaped(quoted.replaceAll('""', '"'))
  if (wildcard !== undefined) return wildcard === '*' ? '.*' : '.'
  // pg_dump folds byte by byte: letters beyond ASCII stay as they are (string_utils.c).
  return escaped((bare ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
}

/** Expressions of the parts between dots. */
const parts = (pattern: string): readonly string[] => {
  const found = ['']
  token.lastIndex = 0
  while (token.lastIndex < pattern.length) {
    const match = token.exec(pattern)
    if (match === null) return refuse(pattern, 'has a character that is not understood here')
    if (match[2] !== undefined) found.push('')
    else found.push(`${found.pop() ?? ''}${expression(match)}`)
  }
  return found
}

export interface Exclusion {
  readonly pattern: string
  matches(name: Name): boolean
  /** Whether its second part fits, whatever the schema. */
  matchesInAnySchema(name: Name): boolean
}

/**
 * One entry of `exclude-tables`, matched as `pg_dump --exclude-table` does.
 * @throws SeaworthyError `input-invalid`: without a schema, what it means would depend on the
 * role's search path.
 */
export const parseExclusion = (pattern: string): Exclusion => {
  const [schema, name, ...more] = parts(pattern)
  if (schema === undefined || name === undefined || schema === '' || name === '')
    return refuse(pattern, 'names no schema and table')
  if (more.length > 0) return refuse(pattern, 'has more than one dot')
  const [inSchema, named] = [new RegExp(`^${schema}$`, 's'), new RegExp(`^${name}$`, 's')]
  return {
    pattern,
    matches: (found) => inSchema.test(found.schema) && named.test(found.name),
    matchesInAnySchema: (found) => named.test(found.name),
  }
}

/** The pattern that excludes a table, for a list of patterns. @throws SeaworthyError `input-invalid`. */
export const excluder = (patterns: readonly string[]): ((name: Name) => string | undefined) => {
  const exclusions = patterns.map(parseExclusion)
  return (name) => exclusions.find((exclusion) => exclusion.matches(name))?.pattern
}
