import { unsubstituted } from './dotenv.ts'

/**
 * Secrets from one text, JSON or dotenv: names and values, or what is wrong with it. A `$` in it is a `$`:
 * nothing is looked up and no command is run, for the text is a secret itself.
 */
export const parseGiven = (
  text: string,
): { readonly values: Readonly<Record<string, string>> } | { readonly wrong: string } => {
  if (!text.trimStart().startsWith('{')) return { values: unsubstituted(text) }
  let table: unknown
  try {
    table = JSON.parse(text)
  } catch {
    return { wrong: "starts like JSON and can't be read as such" }
  }
  const entries = Object.entries(typeof table === 'object' && table !== null ? table : {})
  const nested = entries.filter(([, value]) => typeof value === 'object' && value !== null)
  if (nested.length > 0) {
    return { wrong: `must have a text for ${nested.map(([name]) => name).join(', ')}` }
  }
  return { values: Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)])) }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)
