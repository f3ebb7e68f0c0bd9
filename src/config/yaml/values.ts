import { items, members, type Field } from './field.ts'
import type { Node } from './tree.ts'

/** Kamal takes a number, a boolean or a symbol wherever it wants a string. */
export const isText = (node: Node): boolean =>
  node.kind === 'scalar' && node.type !== 'null' && node.type !== 'time'

/** Depends on ERB that could not be evaluated, which was refused already. */
export const isUnknown = (field: Field | undefined): boolean => field?.node.kind === 'unknown'

/** The text of a scalar, as Ruby's `to_s`; undefined of anything else. */
export const textOf = (field: Field | undefined): string | undefined =>
  field?.node.kind === 'scalar' && isText(field.node) ? field.node.text : undefined

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0')

/** A date, or a time in UTC, as Ruby's `to_s`; any other time depends on the zone of the machine. */
const timeText = (text: string): string | undefined => {
  const date = String.raw`(\d{4})-(\d\d?)-(\d\d?)`
  const time = String.raw`(?:[Tt]|\s+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?\s*Z`
  const [, year, month, day, hour, minute, second] =
    new RegExp(`^${date}(?:${time})?$`).exec(text) ?? []
  if (year === undefined) return undefined
  const of = `${year}-${two(month)}-${two(day)}`
  return hour === undefined ? of : `${of} ${two(hour)}:${minute}:${second} UTC`
}

/** The text of a scalar of any type, where Kamal asks for none: a date is one as well. */
export const anyTextOf = (field: Field | undefined): string | undefined =>
  field?.node.kind === 'scalar' && field.node.type === 'time'
    ? timeText(field.node.text)
    : textOf(field)

export const integerOf = (field: Field | undefined): number | undefined =>
  field?.node.kind === 'scalar' && field.node.type === 'integer'
    ? Number(field.node.text)
    : undefined

export const flagOf = (field: Field | undefined): boolean | undefined =>
  field?.node.kind === 'scalar' && field.node.type === 'boolean'
    ? field.node.text === 'true'
    : undefined

export const textsOf = (field: Field | undefined): readonly string[] =>
  items(field).flatMap((item) => textOf(item) ?? [])

/** The parts of `a, b`, trimmed; Kamal takes such lists for hosts and path prefixes. */
export const commaListOf = (field: Field | undefined): readonly string[] =>
  (textOf(field) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Rails' `blank?`, which is also true of a missing key and of `false`. */
export const isBlank = (field: Field | undefined): boolean => {
  if (field === undefined) return true
  if (field.node.kind === 'list') return items(field).length === 0
  if (field.node.kind === 'table') return members(field).length === 0
  return field.node.kind === 'scalar' && (field.node.text.trim() === '' || flagOf(field) === false)
}

/** Ruby's truth: everything but a missing key, null and `false`. */
export const isTruthy = (field: Field | undefined): boolean =>
  field !== undefined &&
  flagOf(field) !== false &&
  !(field.node.kind === 'scalar' && field.node.type === 'null')
