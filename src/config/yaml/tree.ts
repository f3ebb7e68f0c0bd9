import type { Place } from '../mistake.ts'

/** What Psych makes of a scalar; `time` stands for its dates and times. */
export type ScalarType = 'string' | 'symbol' | 'integer' | 'float' | 'boolean' | 'null' | 'time'

export interface Scalar {
  readonly kind: 'scalar'
  readonly type: ScalarType
  /** What Ruby's `to_s` says of the value: `1_000` is `1000`, `yes` is `true`, null is empty. */
  readonly text: string
  readonly at: Place
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly at: Place
}

export interface Entry {
  readonly keyAt: Place
  readonly keyType: ScalarType
  readonly value: Node
}

export interface Table {
  readonly kind: 'table'
  readonly entries: ReadonlyMap<string, Entry>
  readonly at: Place
}

/**
 * The value depends on ERB that could not be evaluated. That was refused already, so every check
 * lets it pass: one cause, one mistake.
 */
export interface Unknown {
  readonly kind: 'unknown'
  readonly at: Place
}

/** A YAML value that knows where it stands. Aliases and merge keys are resolved. */
export type Node = Scalar | List | Table | Unknown
