/** What a text means, or what is wrong with it: a phrase that goes on from the input's name. */
export type Parsed<T> = { readonly value: T } | { readonly wrong: string }

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const isUnit = (text: string): text is keyof typeof unitMs => Object.hasOwn(unitMs, text)

/** As in deploy.yml: the same text means the same time, and a day is the longest. */
const longestMs = 24 * unitMs.h

const shown = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text)

/**
 * A duration in whole milliseconds: `200ms`, `30s`, `1.5m`, `1h`, or plain seconds; at most a day,
 * or `mostMs`.
 */
export const parseDuration = (text: string, mostMs = longestMs): Parsed<number> => {
  const [, amount = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?)([a-z]*)$/.exec(text) ?? []
  const name = unit === '' ? 's' : unit
  if (amount === '' || !isUnit(name)) {
    return { wrong: `must be a duration such as 30s or 10m (or plain seconds), not ${shown(text)}` }
  }
  const exact = Number(amount) * unitMs[name]
  const value = Math.round(exact)
  if (Math.abs(exact - value) > 1e-6) return { wrong: `is finer than 1ms: ${shown(text)}` }
  if (value <= mostMs) return { value }
  const most = mostMs === longestMs ? 'a day' : `${mostMs / unitMs.h}h`
  return { wrong: `must be at most ${most}, not ${shown(text)}` }
}

/** YAML 1.2's booleans, as GitHub's own actions take them. */
export const parseBoolean = (text: string): Parsed<boolean> => {
  if (/^(true|True|TRUE)$/.test(text)) return { value: true }
  if (/^(false|False|FALSE)$/.test(text)) return { value: false }
  return { wrong: `must be true or false, not ${shown(text)}` }
}

/** One of the named choices, letter by letter. */
export const parseChoice = <Choice extends string>(
  text: string,
  choices: readonly Choice[],
): Parsed<Choice> => {
  const value = choices.find((choice) => choice === text)
  if (value !== undefined) return { value }
  return { wrong: `must be one of ${choices.join(', ')}, not ${shown(text)}` }
}

/**
 * The entries of a list: one per line or between commas. `#` starts a comment at the start of a line
 * or after a space, so that a `#` inside a word stays.
 */
export const parseList = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, ''))
    .flatMap((line) => line.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
