/** Something read from a file is not what it should be; the message has its path. */
export class WrongShape extends Error {}

/** Gives back `value`, stripped to what is known, or throws {@link WrongShape}. */
export type Shape<T> = (value: unknown, path: string) => T

const kindOf = (value: unknown) => {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

const wrong = (path: string, wanted: string, value: unknown) =>
  new WrongShape(`${path === '' ? 'the whole' : path} should be ${wanted}, and is ${kindOf(value)}`)

const simple =
  <T>(is: (value: unknown) => value is T, wanted: string): Shape<T> =>
  (value, path) => {
    if (is(value)) return value
    throw wrong(path, wanted, value)
  }

export const text = simple((value) => typeof value === 'string', 'a string')
export const flag = simple((value) => typeof value === 'boolean', 'true or false')

/** A whole number from 0 that JSON carries without loss. */
export const count = simple(
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
  'a whole number',
)

export const oneOf = <const T>(allowed: readonly T[]): Shape<T> =>
  simple((value): value is T => allowed.some((one) => one === value), allowed.join(' or '))

/** What has the shape, and passes the test too. */
export const checked =
  <T>(shape: Shape<T>, passes: (value: T) => boolean, wanted: string): Shape<T> =>
  (value, path) => {
    const shaped = shape(value, path)
    if (passes(shaped)) return shaped
    throw new WrongShape(`${path} should be ${wanted}`)
  }

export const textLike = (pattern: RegExp, wanted: string): Shape<string> =>
  checked(text, (value) => pattern.test(value), wanted)

/** What has the shape, or is missing. */
export const maybe =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path)

export const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw wrong(path, 'a list', value)
    return value.map((item: unknown, index) => shape(item, `${path}[${index}]`))
  }

/** An object with these fields; others are left out. */
export const record =
  <T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw wrong(path, 'an object', value)
    }
    const fields = new Map<string, unknown>(Object.entries(value))
    const read = Object.entries<Shape<unknown>>(shapes).map(([key, shape]) => [
      key,
      shape(fields.get(key), path === '' ? key : `${path}.${key}`),
    ])
    return Object.fromEntries(read) as T
  }
