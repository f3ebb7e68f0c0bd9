import { methods, type Expression, type Fallback, type Method } from './expression.ts'
import { command, deepest, doubleQuoted, match, singleQuoted } from './literals.ts'
import type { Cursor, Parse } from './literals.ts'

// Precedence as in Ruby: `? :`, then `||`, `&&`, `==`, `!`, and what hangs on a value by a dot.
// Line breaks inside of an expression are left to Ruby.

const choice: Parse = (cursor) => {
  const test = either(cursor)
  if (!test || !sees(cursor, /[ \t]+\?[ \t]+/y)) return test
  const yes = nested(cursor, choice)
  if (!yes || !sees(cursor, /[ \t]+:[ \t]+/y)) return undefined
  const no = nested(cursor, choice)
  return no && { kind: 'choice', test, yes, no }
}

const sees = (cursor: Cursor, pattern: RegExp): boolean => match(cursor, pattern).length > 0

/** A chain of one operator. Ruby reads `a || b || c` from the left, which gives the same. */
const chain =
  (operand: Parse, operator: RegExp, kind: 'or' | 'and'): Parse =>
  (cursor) => {
    let left = operand(cursor)
    while (left && sees(cursor, operator)) {
      const right: Expression | undefined = operand(cursor)
      left = right && { kind, left, right }
    }
    return left
  }

const equality: Parse = (cursor) => {
  const left = negation(cursor)
  if (!left) return undefined
  const [, operator] = match(cursor, /[ \t]*([=!]=)(?![=~>])[ \t]*/y)
  if (operator === undefined) return left
  const right = negation(cursor)
  const equal: Expression | undefined = right && { kind: 'equal', left, right }
  return operator === '==' || !equal ? equal : { kind: 'not', of: equal }
}

const negation: Parse = (cursor) => {
  if (!sees(cursor, /[ \t]*!(?![=~])/y)) return postfix(cursor)
  const of = nested(cursor, negation)
  return of && { kind: 'not', of }
}

const both = chain(equality, /[ \t]*&&[ \t]*/y, 'and')
const either = chain(both, /[ \t]*\|\|(?!=)[ \t]*/y, 'or')

const isMethod = (name: string | undefined): name is Method =>
  methods.some((method) => method === name)

const postfix: Parse = (cursor) => {
  match(cursor, /[ \t]*/y)
  let value = primary(cursor)
  while (value) {
    const [, method] = match(cursor, /\.([a-z_]+\??)(?:\(\))?(?![\w(?!])/y)
    if (method === undefined) return value
    value = isMethod(method) ? { kind: 'call', of: value, method } : undefined
  }
  return value
}

const nested = (cursor: Cursor, parse: Parse): Expression | undefined => {
  if (++cursor.depth > deepest) return undefined
  const expression = parse(cursor)
  cursor.depth--
  return expression
}

const expression: Parse = (cursor) => choice(cursor)
const quoted = doubleQuoted(expression)
const shell = command(expression)

const primary: Parse = (cursor) => {
  const next = cursor.source[cursor.at]
  if (next === "'") return singleQuoted(cursor)
  if (next === '"') return quoted(cursor)
  if (next === '`' || next === '%') return shell(cursor)
  if (sees(cursor, /\([ \t]*/y)) return closed(cursor, /[ \t]*\)/y)
  if (sees(cursor, /ENV\[[ \t]*/y)) return variable(cursor)
  if (sees(cursor, /ENV\.fetch\([ \t]*/y)) return fetch(cursor)
  return constant(cursor)
}

const closed = (cursor: Cursor, closing: RegExp): Expression | undefined => {
  const inner = nested(cursor, expression)
  return sees(cursor, closing) ? inner : undefined
}

const constants = new Map([
  ['nil', null],
  ['true', true],
  ['false', false],
])

const constant: Parse = (cursor) => {
  const [word] = match(cursor, /(?:nil|true|false|-?(?:0|[1-9]\d{0,14}))(?![\w.?!])/y)
  if (word === undefined) return undefined
  const known = constants.get(word)
  return { kind: 'value', value: known === undefined ? Number(word) : known }
}

const variable = (cursor: Cursor): Expression | undefined => {
  const name = closed(cursor, /[ \t]*\]/y)
  return name && { kind: 'lookup', name, fallback: 'nil' }
}

/** `fetch("X")`, `fetch("X", default)` and `fetch("X") { default }`. */
const fetch = (cursor: Cursor): Expression | undefined => {
  const name = nested(cursor, expression)
  const fallback = name && fallbackOf(cursor)
  return fallback && { kind: 'lookup', name, fallback }
}

const fallbackOf = (cursor: Cursor): Fallback | undefined => {
  const given = sees(cursor, /[ \t]*,[ \t]*/y) ? closed(cursor, /[ \t]*\)/y) : undefined
  if (given) return { default: given }
  if (!sees(cursor, /[ \t]*\)/y)) return undefined
  if (!sees(cursor, /[ \t]*\{[ \t]*/y)) return 'fail'
  const block = closed(cursor, /[ \t]*\}/y)
  return block && { block }
}

/** Undefined when the source is more Ruby than is understood here. */
export const parseRuby = (source: string): Expression | undefined => {
  const cursor: Cursor = { source: source.trim(), at: 0, depth: 0 }
  const parsed = expression(cursor)
  return cursor.at === cursor.source.length ? parsed : undefined
}
