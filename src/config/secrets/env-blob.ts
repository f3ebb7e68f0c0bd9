import { parseDotenv } from './dotenv.ts'

/** Many variables in one text, or all that is wrong with it; a value never stands in a mistake. */
export type EnvBlob =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly mistakes: readonly string[] }

interface Entry {
  readonly name: string
  readonly value: string
  /** How a mistake names it. A line of a key that was pasted without quotes looks like a name. */
  readonly called: string
  readonly wrong?: string | undefined
}

const fromJson = (text: string): readonly Entry[] | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).map(([name, one]: [string, unknown]) =>
      typeof one === 'string'
        ? { name, value: one, called: name }
        : { name, value: '', called: name, wrong: 'is no text' },
    )
  } catch {
    return undefined
  }
}

/** What refers to something else would be empty here: most likely a password with a dollar sign. */
const dollar = 'has a $: put the value between single quotes'

/** The text is a secret itself: no command of it is run. */
const notRun = () => ({ out: '' })

const fromDotenv = (text: string): readonly Entry[] =>
  [...parseDotenv(text, {}, notRun).entries].map(([name, { value, line, unset, commanded }]) => ({
    ...{ name, value },
    called: /^[A-Z][A-Z0-9_]*$/.test(name) ? name : `line ${line}`,
    wrong: unset.length > 0 || commanded ? dollar : undefined,
  }))

const mistakesOf = ({ name, value, called, wrong }: Entry): readonly string[] => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return ['has a name that no variable can have']
  if (wrong !== undefined) return [`${called} ${wrong}`]
  return value.trim() === '' ? [`${called} is empty`] : []
}

/** Reads variables from one text: a JSON object of texts, or lines of dotenv, `NAME=value`. */
export const parseEnvBlob = (text: string): EnvBlob => {
  const isJson = text.trimStart().startsWith('{')
  const entries = isJson ? fromJson(text) : fromDotenv(text)
  if (entries === undefined) return { ok: false, mistakes: ['is no JSON object'] }
  if (entries.length === 0) return { ok: false, mistakes: ['has no line NAME=value'] }
  const mistakes = entries.flatMap(mistakesOf)
  if (mistakes.length > 0) return { ok: false, mistakes: [...new Set(mistakes)] }
  return { ok: true, values: Object.fromEntries(entries.map(({ name, value }) => [name, value])) }
}
