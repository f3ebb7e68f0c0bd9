/** The Kamal whose files and hosts we share; `minimum_version` is compared with it. */
export const kamalLevel = '2.12.0'

/** The oldest proxy that Kamal 2.12 works with. */
export const oldestProxy = 'v0.9.2'

const pattern = /^v?\d{1,9}(?:\.[0-9A-Za-z]{1,20})*(?:-[0-9A-Za-z.-]{1,40})?$/

/** What Ruby's `Gem::Version` takes, with or without Kamal's leading `v`. */
export const isVersionNumber = (text: string): boolean => pattern.test(text.trim())

/** Digits and words apart, as Gem::Version splits: `2.0.rc1` is 2, 0, "rc", 1. */
const segments = (version: string): readonly (number | string)[] =>
  (
    version
      .trim()
      .replace(/^v/, '')
      .replaceAll('-', '.pre.')
      .match(/\d+|[a-z]+/gi) ?? []
  ).map((segment) => (/^\d/.test(segment) ? Number(segment) : segment))

/** Whether `a` comes before `b`, in the order of Gem::Version: a word comes before any number. */
export const isOlder = (a: string, b: string): boolean => {
  const left = segments(a)
  const right = segments(b)
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index] ?? 0, right[index] ?? 0]
    if (one === other) continue
    if (typeof one === typeof other) return one < other
    return typeof one === 'string'
  }
  return false
}
