import type { Field } from './field.ts'
import type { Entry, Node } from './tree.ts'

/**
 * ActiveSupport's `deep_merge`: tables are merged key by key; a list, a scalar and null replace
 * what was there. Each value keeps the place where it was written; a table that both have, that of the base.
 */
export const merge = (base: Node, over: Node): Node => {
  if (base.kind !== 'table' || over.kind !== 'table') return over
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key)
    entries.set(key, below ? mergeEntries(below, entry) : entry)
  }
  return { ...base, entries }
}

const mergeEntries = (base: Entry, over: Entry): Entry => {
  const value = merge(base.value, over.value)
  return { ...(value === over.value ? over : base), value }
}

/** The same of fields that may be missing; the path is that of the upper one where there is one. */
export const mergeFields = (base: Field | undefined, over: Field | undefined): Field | undefined =>
  base && over ? { ...over, node: merge(base.node, over.node) } : (over ?? base)
