/** What ERB may ask for: looking up the environment, texts, and `||` between them. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string | null }
  | { readonly kind: 'lookup'; readonly name: string; readonly fallback: Fallback }
  | { readonly kind: 'or'; readonly left: Expression; readonly right: Expression }

/** Of a missing variable: `ENV[..]` is nil, `ENV.fetch(..)` fails or takes its default. */
type Fallback = 'nil' | 'fail' | { readonly default: Expression }

/** A value (null is Ruby's nil), or the variable without which there is none. */
export type Outcome = { readonly value: string | null } | { readonly missing: string }

export type Environment = Readonly<Record<string, string | undefined>>

const token =
  /\s*(ENV|\.\s*fetch|nil|\|\||[[\](){},]|-?\d+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*/y

// Nobody's look-up is longer, and the parser below calls itself for every bracket.
const mostTokens = 200

const tokensOf = (source: string): readonly string[] | undefined => {
  const tokens: string[] = []
  const pattern = new RegExp(token)
  while (pattern.lastIndex < source.length) {
    const found = pattern.exec(source)?.[1]
    if (found === undefined || tokens.length === mostTokens) return undefined
    tokens.push(found.replace(/^\.\s*/, '.'))
  }
  return tokens
}

/** The text of a Ruby string literal; undefined when it holds `#{..}` or an unusual escape. */
const literal = (source: string | undefined): string | undefined => {
  const body = source?.slice(1, -1) ?? ''
  if (source?.startsWith("'")) return body.replaceAll(/\\(['\\])/g, '$1')
  if (!source?.startsWith('"') || /#[{$@]/.test(body) || /\\[^"\\n#]/.test(body)) return undefined
  return body.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

type Step = readonly [expression: Expression, rest: readonly string[]] | undefined

const startsWith = (tokens: readonly string[], ...expected: readonly string[]): boolean =>
  expected.every((text, index) => tokens[index] === text)

const alternatives = (tokens: readonly string[]): Step => {
  const left = single(tokens)
  if (left?.[1][0] !== '||') return left
  const right = alternatives(left[1].slice(1))
  return right && [{ kind: 'or', left: left[0], right: right[0] }, right[1]]
}

const single = (tokens: readonly string[]): Step => {
  if (startsWith(tokens, 'ENV', '[')) return lookup(tokens, ']', 'nil')
  if (startsWith(tokens, 'ENV', '.fetch', '(')) return fetch(tokens.slice(1))
  if (startsWith(tokens, '(')) return closing(alternatives(tokens.slice(1)), ')')
  const [first = '', ...rest] = tokens
  if (first === 'nil') return [{ kind: 'text', value: null }, rest]
  const value = /^-?\d/.test(first) ? first : literal(first)
  return value === undefined ? undefined : [{ kind: 'text', value }, rest]
}

const closing = (step: Step, bracket: string): Step =>
  step?.[1][0] === bracket ? [step[0], step[1].slice(1)] : undefined

const lookup = (tokens: readonly string[], bracket: string, fallback: Fallback): Step => {
  const name = literal(tokens[2])
  return name === undefined
    ? undefined
    : closing([{ kind: 'lookup', name, fallback }, tokens.slice(3)], bracket)
}

/** `fetch("X")`, `fetch("X", default)` and `fetch("X") { default }`. */
const fetch = (tokens: readonly string[]): Step => {
  const name = literal(tokens[2])
  if (name === undefined) return undefined
  if (tokens[3] === ',') {
    const step = closing(alternatives(tokens.slice(4)), ')')
    return step && [{ kind: 'lookup', name, fallback: { default: step[0] } }, step[1]]
  }
  if (tokens[3] !== ')') return undefined
  if (tokens[4] !== '{') return [{ kind: 'lookup', name, fallback: 'fail' }, tokens.slice(4)]
  const step = closing(alternatives(tokens.slice(5)), '}')
  return step && [{ kind: 'lookup', name, fallback: { default: step[0] } }, step[1]]
}

/** Undefined when the source is more Ruby than look-ups of the environment. */
export const parseRuby = (source: string): Expression | undefined => {
  const step = alternatives(tokensOf(source) ?? [])
  return step?.[1].length === 0 ? step[0] : undefined
}

export const evaluate = (expression: Expression, env: Environment): Outcome => {
  if (expression.kind === 'text') return { value: expression.value }
  if (expression.kind === 'or') {
    const left = evaluate(expression.left, env)
    // An empty text is true in Ruby.
    return 'value' in left && left.value === null ? evaluate(expression.right, env) : left
  }
  const { name, fallback } = expression
  const value = Object.hasOwn(env, name) ? env[name] : undefined
  if (value !== undefined) return { value }
  if (fallback === 'nil') return { value: null }
  return fallback === 'fail' ? { missing: name } : evaluate(fallback.default, env)
}
