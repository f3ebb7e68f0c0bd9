import type { DotenvEntry } from './dotenv.ts'

/** A variable's value, and its entry where it comes from the same file. */
export type Lookup = (name: string) => {
  readonly value: string | undefined
  readonly entry?: DotenvEntry
}

export interface Substituted {
  readonly value: string
  readonly used: readonly DotenvEntry[]
  readonly unset: readonly string[]
}

// dotenv 3's Substitutions::Variable.
const variable = /(\\)?(\$)(?!\()\{?([A-Za-z0-9_]+)?\}?/g

/** Puts in the values of `$NAME` and `${NAME}`; `\$NAME` stays, without its backslash. */
export const substitute = (source: string, lookup: Lookup): Substituted => {
  const used: DotenvEntry[] = []
  const unset: string[] = []
  const value = source.replaceAll(variable, (text, escape: string | undefined, _, name) => {
    if (escape !== undefined) return text.slice(1)
    if (typeof name !== 'string') return text
    const found = lookup(name)
    if (found.entry) used.push(found.entry)
    if (found.value === undefined) unset.push(name)
    return found.value ?? ''
  })
  return { value, used, unset }
}

interface Command {
  readonly start: number
  readonly end: number
  readonly escaped: boolean
}

/** Every `$(..)` with balanced brackets and something between them. */
const commands = (text: string): readonly Command[] => {
  const found: Command[] = []
  for (let start = text.indexOf('$('); start >= 0; start = text.indexOf('$(', start + 1)) {
    const end = closing(text, start + 1)
    if (end === undefined || end === start + 2) continue
    found.push({ start, end, escaped: text[start - 1] === '\\' })
    start = end
  }
  return found
}

const closing = (text: string, open: number): number | undefined => {
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '(') depth++
    if (text[index] === ')') depth--
    if (depth === 0) return index
  }
  return undefined
}

/** Whether a shell command would be run for the value. */
export const commandIn = (text: string): boolean => commands(text).some(({ escaped }) => !escaped)

/** `\$(..)` is text: only its backslash goes. */
export const unescapeCommands = (text: string): string =>
  commands(text)
    .filter(({ escaped }) => escaped)
    .toReversed()
    .reduce((rest, { start }) => rest.slice(0, start - 1) + rest.slice(start), text)
