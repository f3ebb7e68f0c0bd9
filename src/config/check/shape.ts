import type { Report } from '../mistake.ts'
import { items, members, type Field } from '../yaml/field.ts'
import type { Node } from '../yaml/tree.ts'
import { isText } from '../yaml/values.ts'
import { becameOf, wasTable } from './kamal-one.ts'
import { suggestion } from '../../base/nearest.ts'

/**
 * What a value must look like, in the terms of Kamal's validator: `string` takes numbers, booleans
 * and symbols as well; `integer` takes only integers. `any` and `hash` are looked into elsewhere.
 */
export type Shape =
  | 'any'
  | 'string'
  | 'integer'
  | 'boolean'
  | 'hash'
  | { readonly list: Shape }
  /** Names that the file chooses; `called` stands for one of them in the documentation: `ROLE`. */
  | { readonly map: Shape; readonly called?: string }
  | { readonly keys: Keys }
  | { readonly either: readonly Shape[] }

export type Keys = Readonly<Record<string, Key>>

/** A key: what it looks like, and what docs/compatibility.md says of it. */
export interface Key {
  readonly shape: Shape
  readonly meaning: string
  /** What holds without it, as one would write it. */
  readonly otherwise?: string
  readonly here: Here
  /** Keys of a `hash`, which a module of its own checks. */
  readonly within?: Keys
  /** The key under which those of this block are told. */
  readonly as?: string
}

/**
 * What is done with a key: `used`, or read and checked (`checked`) because nothing here depends on
 * it, or refused where it is given, because leaving it out would change how the app runs.
 */
export type Here =
  | { readonly does: 'used'; readonly note?: string }
  | { readonly does: 'checked' | 'refused'; readonly note: string }

type More = Pick<Key, 'otherwise' | 'within' | 'as'> & { readonly note?: string }

export const used = (shape: Shape, meaning: string, { note, ...more }: More = {}): Key => ({
  ...{ shape, meaning, ...more },
  here: { does: 'used', ...(note === undefined ? {} : { note }) },
})

/** @param note Why nothing comes of it. */
export const checked = (shape: Shape, meaning: string, note: string, more: More = {}): Key => ({
  ...{ shape, meaning, ...more },
  here: { does: 'checked', note },
})

/** @param note Why it is refused, or what to write instead. */
export const refused = (shape: Shape, meaning: string, note: string, more: More = {}): Key => ({
  ...{ shape, meaning, ...more },
  here: { does: 'refused', note },
})

/** Kamal's name for a type. */
export const describe = (shape: Shape): string => {
  if (typeof shape === 'object') {
    if ('either' in shape) return shape.either.map(describe).join(' or ')
    return 'list' in shape ? 'an array' : 'a hash'
  }
  return shape === 'integer' ? 'an integer' : `a ${shape}`
}

const fits = (node: Node, shape: Shape): boolean => {
  if (node.kind === 'unknown' || shape === 'any') return true
  if (typeof shape === 'object') {
    if ('either' in shape) return shape.either.some((one) => fits(node, one))
    return node.kind === ('list' in shape ? 'list' : 'table')
  }
  if (shape === 'hash') return node.kind === 'table'
  if (shape === 'string') return isText(node)
  return node.kind === 'scalar' && node.type === shape
}

/**
 * Refuses every value of the wrong type and every unknown key, in Kamal's words
 * (`lib/kamal/configuration/validator.rb`).
 */
export const checkShape = (field: Field, shape: Shape, report: Report): void => {
  if (!fits(field.node, shape)) {
    const isTime = field.node.kind === 'scalar' && field.node.type === 'time'
    const hint = isTime ? 'YAML takes this for a date: put it in quotes' : wasTable(field)
    report.refuse(field, `should be ${describe(shape)}`, hint)
    refuseFormer(field, report)
    return
  }
  if (typeof shape !== 'object') return
  if ('list' in shape) for (const item of items(field)) checkShape(item, shape.list, report)
  if ('map' in shape) for (const value of members(field)) checkShape(value, shape.map, report)
  if ('keys' in shape) checkKeys(field, shape.keys, report)
  if ('either' in shape) {
    const chosen = shape.either.find((one) => fits(field.node, one))
    if (chosen !== undefined) checkShape(field, chosen, report)
  }
}

/** Keys within what Kamal 1 knew, each with what became of it. */
const refuseFormer = (field: Field, report: Report): void => {
  for (const { key, keyAt } of members(field)) {
    const hint = becameOf(field.path, key)
    if (hint !== undefined)
      report.refuse({ at: keyAt, path: field.path }, `unknown key: ${key}`, hint)
  }
}

const checkKeys = (field: Field, keys: Keys, report: Report): void => {
  const known = new Map(Object.entries(keys))
  for (const value of members(field)) {
    const key = known.get(value.key)
    if (key === undefined) {
      const spot = { at: value.keyAt, path: field.path }
      const hint = becameOf(field.path, value.key) ?? suggestion(value.key, [...known.keys()])
      report.refuse(spot, `unknown key: ${value.key}`, hint)
      refuseFormer(value, report)
    } else checkShape(value, key.shape, report)
  }
}
