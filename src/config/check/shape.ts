import type { Report } from '../mistake.ts'
import { items, members, type Field } from '../yaml/field.ts'
import type { Node } from '../yaml/tree.ts'
import { isText } from '../yaml/values.ts'
import { becameOf } from './kamal-one.ts'
import { suggestion } from './nearest.ts'

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
  | { readonly map: Shape }
  | { readonly keys: Readonly<Record<string, Shape>> }
  | { readonly either: readonly Shape[] }

const describe = (shape: Shape): string => {
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
    const hint = isTime ? 'YAML takes this for a date: put it in quotes' : undefined
    report.refuse(field, `should be ${describe(shape)}`, hint)
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

const checkKeys = (field: Field, keys: Readonly<Record<string, Shape>>, report: Report): void => {
  const known = new Map(Object.entries(keys))
  for (const value of members(field)) {
    const shape = known.get(value.key)
    if (shape === undefined) {
      const spot = { at: value.keyAt, path: field.path }
      const hint = becameOf(field.path, value.key) ?? suggestion(value.key, [...known.keys()])
      report.refuse(spot, `unknown key: ${value.key}`, hint)
    } else checkShape(value, shape, report)
  }
}
