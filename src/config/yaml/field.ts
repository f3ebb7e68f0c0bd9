import type { Place, Spot } from '../mistake.ts'
import type { Node, ScalarType } from './tree.ts'

/** A value and the key path it was reached by. */
export interface Field extends Spot {
  readonly node: Node
}

/** A field of a table. */
export interface Member extends Field {
  readonly key: string
  readonly keyAt: Place
  readonly keyType: ScalarType
}

export const fieldOf = (node: Node, path = ''): Field => ({ node, path, at: node.at })

const below = (path: string, key: string | number): string =>
  path === '' ? `${key}` : `${path}/${key}`

/** The fields of a table in the file's order; none of anything else. */
export const members = (field: Field | undefined): readonly Member[] =>
  field?.node.kind !== 'table'
    ? []
    : [...field.node.entries].map(([key, { keyAt, keyType, value }]) => ({
        ...fieldOf(value, below(field.path, key)),
        key,
        keyAt,
        keyType,
      }))

/** The field at the end of a chain of keys; undefined where a key or a table is missing. */
export const member = (field: Field | undefined, ...keys: readonly string[]): Field | undefined =>
  keys.reduce<Field | undefined>((parent, key) => {
    const entry = parent?.node.kind === 'table' ? parent.node.entries.get(key) : undefined
    return parent && entry && fieldOf(entry.value, below(parent.path, key))
  }, field)

/** The items of a list; none of anything else. */
export const items = (field: Field | undefined): readonly Field[] =>
  field?.node.kind !== 'list'
    ? []
    : field.node.items.map((node, index) => fieldOf(node, below(field.path, index)))
