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

/** A `$(..)` with balanced brackets and something between them, from Kamal's inline_command_substitution.rb. */
interface Command {
  readonly start: number
  readonly end: number
  readonly escaped: boolean
}

const commandsIn = (text: string): readonly Command[] => {
  const found: Command[] = []
  for (let start = text.indexOf('$('); start >= 0; start = text.indexOf('$(', start + 1)) {
    const end = closing(text, start + 1)
    if (end === undefined || end === start + 2) continue
    found.push({ start, end, escaped: text[start - 1] === '\\' })
    start = end
  }
  return found
}

/** Where the bracket is closed; one behind a backslash doesn't count. */
const closing = (text: string, open: number): number | undefined => {
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '\\') index++
    if (text[index] === '(') depth++
    if (text[index] === ')') depth--
    if (depth === 0) return index
  }
  return undefined
}

/** Puts in what commands print; `\$(..)` is text, and only its backslash goes. */
export const substituteCommands = (text: string, run: (command: string) => string): string => {
  let end = 0
  const parts: string[] = []
  for (const command of commandsIn(text)) {
    const inner = text.slice(command.start + 2, command.end)
    const before = text.slice(end, command.escaped ? command.start - 1 : command.start)
    parts.push(before, command.escaped ? `$(${inner})` : run(inner))
    end = command.end + 1
  }
  return [...parts, text.slice(end)].join('')
}
