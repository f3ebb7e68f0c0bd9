/** The Ruby that is understood without Ruby. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  | { readonly kind: 'command'; readonly text: Expression }
  | { readonly kind: 'lookup'; readonly name: Expression; readonly fallback: Fallback }
  | { readonly kind: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'equal'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'call'; readonly of: Expression; readonly method: Method }
  | {
      readonly kind: 'choice'
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression
    }

/** null is Ruby's nil; numbers are integers. */
export type Value = string | number | boolean | null

export const methods = ['strip', 'chomp', 'to_s', 'nil?', 'empty?'] as const
export type Method = (typeof methods)[number]

/** Of a missing variable: `ENV[..]` is nil, `ENV.fetch(..)` fails or takes its default. */
export type Fallback =
  'nil' | 'fail' | { readonly default: Expression } | { readonly block: Expression }

/** A value, or why there is none. */
export type Outcome =
  { readonly value: Value } | { readonly problem: string; readonly hint?: string }

export interface World {
  readonly variable: (name: string) => string | undefined
  /** What a shell prints. */
  readonly command: (text: string) => Outcome
}

const isTrue = (value: Value): boolean => value !== null && value !== false

/** Ruby's `to_s`. */
export const textOfValue = (value: Value): string => (value === null ? '' : String(value))

type Then = (value: Value) => Outcome

const after = (outcome: Outcome, then: Then): Outcome =>
  'value' in outcome ? then(outcome.value) : outcome

export const evaluate = (expression: Expression, world: World): Outcome => {
  const of = (inner: Expression): Outcome => evaluate(inner, world)
  switch (expression.kind) {
    case 'value':
      return { value: expression.value }
    case 'text':
      return joined(expression.parts.map(of))
    case 'command':
      return after(of(expression.text), (text) => world.command(textOfValue(text)))
    case 'lookup':
      return after(of(expression.name), (name) => lookup(name, expression.fallback, world))
    case 'or':
      return after(of(expression.left), (value) =>
        isTrue(value) ? { value } : of(expression.right),
      )
    case 'and':
      return after(of(expression.left), (value) =>
        isTrue(value) ? of(expression.right) : { value },
      )
    case 'equal':
      return after(of(expression.left), (left) =>
        after(of(expression.right), (right) => ({ value: left === right })),
      )
    case 'not':
      return after(of(expression.of), (value) => ({ value: !isTrue(value) }))
    case 'call':
      return after(of(expression.of), (value) => call(value, expression.method))
    case 'choice':
      return after(of(expression.test), (value) =>
        of(isTrue(value) ? expression.yes : expression.no),
      )
  }
}

/** Whether a condition holds. */
export const holds = (outcome: Outcome): boolean => 'value' in outcome && isTrue(outcome.value)

const joined = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find((outcome) => 'problem' in outcome) ?? {
    value: outcomes
      .map((outcome) => ('value' in outcome ? textOfValue(outcome.value) : ''))
      .join(''),
  }

const lookup = (name: Value, fallback: Fallback, world: World): Outcome => {
  if (typeof name !== 'string') return { problem: 'the name of a variable must be a text' }
  // An argument is evaluated whether or not it is needed, a block only when it is.
  const given = typeof fallback === 'object' && 'default' in fallback ? fallback.default : undefined
  const eager = given && evaluate(given, world)
  if (eager && 'problem' in eager) return eager
  const value = world.variable(name)
  if (value !== undefined) return { value }
  if (fallback === 'nil') return { value: null }
  if (eager) return eager
  if (typeof fallback === 'object' && 'block' in fallback) return evaluate(fallback.block, world)
  return {
    problem: `ENV.fetch("${name}"): the environment variable is not set`,
    hint: `set ${name} in the job's env, or give a default`,
  }
}

const call = (value: Value, method: Method): Outcome => {
  if (method === 'to_s') return { value: textOfValue(value) }
  if (method === 'nil?') return { value: value === null }
  if (typeof value !== 'string') {
    const what = value === null ? 'nil' : String(value)
    return { problem: `${what} has no ${method}`, hint: 'is a variable not set?' }
  }
  if (method === 'empty?') return { value: value === '' }
  return { value: method === 'chomp' ? value.replace(/(?:\r\n|\n|\r)$/, '') : strip(value) }
}

const strip = (text: string): string => text.replaceAll(/^[\0 \t\n\v\f\r]+|[\0 \t\n\v\f\r]+$/g, '')
