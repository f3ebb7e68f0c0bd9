import type { Expression } from './expression.ts'

/** What is read, from where; moved on by every part that is understood. */
export interface Cursor {
  readonly source: string
  at: number
  /** Brackets round what is being read: nobody nests deeply. */
  depth: number
}

export type Parse = (cursor: Cursor) => Expression | undefined

export const deepest = 40

const closers = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
])
const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['s', ' '],
  ['e', '\u001B'],
])

const text = (value: string): Expression => ({ kind: 'value', value })

/** `'..'`: only the quote and the backslash are escaped. */
export const singleQuoted: Parse = (cursor) => {
  const [whole, body] = match(cursor, /'((?:[^'\\]|\\[\s\S])*)'/y)
  return whole === undefined ? undefined : text((body ?? '').replaceAll(/\\(['\\])/g, '$1'))
}

/** Reads `pattern` at the cursor and moves on. */
export const match = (cursor: Cursor, pattern: RegExp): readonly (string | undefined)[] => {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.source)
  if (found === null) return []
  cursor.at += found[0].length
  return found
}

/** `".."`, with `inner` for what stands in `#{..}`. */
export const doubleQuoted =
  (inner: Parse): Parse =>
  (cursor) =>
    match(cursor, /"/y).length > 0 ? until(cursor, '"', undefined, inner) : undefined

/** Backticks and `%x(..)`. */
export const command =
  (inner: Parse): Parse =>
  (cursor) => {
    const [opening] = match(cursor, /`|%x[([{<|!/]/y)
    if (opening === undefined) return undefined
    const bracket = opening.slice(-1)
    const close = closers.get(bracket)
    const body = until(cursor, close ?? bracket, close === undefined ? undefined : bracket, inner)
    return body && { kind: 'command', text: body }
  }

/** What a text holds up to its closing mark; undefined for an escape that is not understood. */
const until = (
  cursor: Cursor,
  close: string,
  open: string | undefined,
  inner: Parse,
): Expression | undefined => {
  const parts: Expression[] = []
  let nested = 0
  while (cursor.at < cursor.source.length) {
    const next = piece(cursor, inner)
    if (next === undefined) return undefined
    if (next === open) nested++
    if (next === close && nested-- === 0) return { kind: 'text', parts }
    parts.push(typeof next === 'string' ? text(next) : next)
  }
  return undefined
}

/** One character as it is, one that was escaped, or `#{..}`. */
const piece = (cursor: Cursor, inner: Parse): string | Expression | undefined => {
  const [escaped] = match(cursor, /\\[\s\S]/y)
  if (escaped !== undefined) return unescaped(escaped.slice(1))
  if (match(cursor, /#\{/y).length > 0) return interpolated(cursor, inner)
  if (match(cursor, /#[$@]/y).length > 0) return undefined
  return match(cursor, /[\s\S]/y)[0]
}

const unescaped = (character: string): Expression | undefined => {
  const known = escapes.get(character)
  if (known !== undefined) return text(known)
  return /[0-7abcfuvxCM\n]/.test(character) ? undefined : text(character)
}

const interpolated = (cursor: Cursor, inner: Parse): Expression | undefined => {
  if (++cursor.depth > deepest) return undefined
  const expression = inner(cursor)
  cursor.depth--
  return match(cursor, /[ \t]*\}/y).length > 0 ? expression : undefined
}
