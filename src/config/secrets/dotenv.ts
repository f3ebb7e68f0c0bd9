import { substitute, substituteCommands, type Lookup } from './substitute.ts'

/** One variable of a secrets file. */
export interface DotenvEntry {
  readonly value: string
  /** Where its key stands in the text, counted from 1. */
  readonly line: number
  readonly column: number
  /** What went wrong with a command whose output is in this value, or in one that went into it. */
  readonly faults: readonly Fault[]
  /** Those of this value's own commands. */
  readonly own: readonly Fault[]
  /** Whether a command had a part in it. */
  readonly commanded: boolean
  /** Values of the same file, and of commands, that went into this one. */
  readonly parts: readonly string[]
  /** Variables that were asked for and are set nowhere; they are empty. */
  readonly unset: readonly string[]
}

/** `failed`: it gave nothing, as in Kamal. `refused`: Kamal stops there. */
export interface Fault {
  readonly kind: 'failed' | 'refused'
  readonly message: string
}

/** How a command of the file ended; what is wrong with it goes into the entry. */
export interface CommandResult {
  readonly out: string
  readonly fault?: Fault
}

/** Runs a command; `values` are those that the file has given before. */
export type RunCommand = (
  command: string,
  values: ReadonlyMap<string, DotenvEntry>,
) => CommandResult

export interface Dotenv {
  readonly entries: ReadonlyMap<string, DotenvEntry>
  /** `export KEY` lines whose KEY has no value: dotenv refuses the whole file for one. */
  readonly unsetExports: readonly { readonly text: string; readonly line: number }[]
}

// dotenv 3's Parser::LINE (lib/dotenv/parser.rb). Ruby's `\s`, `^` and `$` know fewer blanks and line
// ends than JavaScript's, so both are spelt out.
const s = String.raw`[ \t\n\v\f\r]`
const value = String.raw`${s}*'(?:\\'|[^'])*'|${s}*"(?:\\"|[^"])*"|[^#\n]+`
const linePattern = new RegExp(
  String.raw`(?<![^\n])${s}*(?<export>export${s}+)?(?<key>[A-Za-z0-9_.]+)` +
    String.raw`(?:(?:${s}*=${s}*?|:${s}+?)(?<value>${value})?)?${s}*(?:#[^\n]*)?(?![^\n])`,
  'dg',
)
const outerBlanks = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r\0]+$/g

/**
 * Reads a secrets file as Kamal does: dotenv 3 with `overwrite: true`, so that a value of the file
 * wins over one of the environment. Commands come first and then variables, so that a `$NAME` in what a
 * command printed is put in as well.
 */
export const parseDotenv = (
  source: string,
  env: Readonly<Record<string, string | undefined>>,
  run: RunCommand,
): Dotenv => {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const entries = new Map<string, DotenvEntry>()
  const unsetExports: { text: string; line: number }[] = []
  const inherited = (name: string): string | undefined =>
    Object.hasOwn(env, name) ? env[name] : undefined
  for (const match of text.matchAll(linePattern)) {
    const { key = '', export: exported, value } = match.groups ?? {}
    const place = placeIn(text, match.indices?.groups?.['key']?.[0] ?? match.index)
    if (exported !== undefined && value === undefined) {
      if (!entries.has(key)) unsetExports.push({ text: match[0].trim(), line: place.line })
      continue
    }
    entries.set(key, { ...place, ...valueOf(value ?? '', entries, inherited, run) })
  }
  return { entries, unsetExports }
}

const placeIn = (
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const valueOf = (
  source: string,
  entries: ReadonlyMap<string, DotenvEntry>,
  inherited: (name: string) => string | undefined,
  run: RunCommand,
): Omit<DotenvEntry, 'line' | 'column'> => {
  const trimmed = source.replaceAll(outerBlanks, '')
  const [, quote, quoted] = /^(['"])([\s\S]*)\1$/.exec(trimmed) ?? []
  if (quote === "'") {
    return { value: quoted ?? '', faults: [], own: [], commanded: false, parts: [], unset: [] }
  }
  const legacy = (entries.get(modeKey)?.value ?? inherited(modeKey)) === 'legacy'
  const body = quote === '"' ? newlines(quoted ?? '', legacy) : trimmed
  const lookup: Lookup = (name) => {
    const entry = entries.get(name)
    return entry ? { value: entry.value, entry } : { value: inherited(name) }
  }
  return substituted(body.replaceAll(/\\([^$])/g, '$1'), lookup, (text) => run(text, entries))
}

const substituted = (
  text: string,
  lookup: Lookup,
  run: (command: string) => CommandResult,
): Omit<DotenvEntry, 'line' | 'column'> => {
  const used: DotenvEntry[] = []
  const [unset, outputs, faults]: [string[], string[], Fault[]] = [[], [], []]
  const fill = (part: string): string => {
    const filled = substitute(part, lookup)
    used.push(...filled.used)
    unset.push(...filled.unset)
    return filled.value
  }
  const printed = substituteCommands(text, (command) => {
    const { out, fault } = run(fill(command))
    const output = out.replace(/(?:\r\n|\n|\r)$/, '')
    outputs.push(output)
    if (fault) faults.push(fault)
    return output
  })
  const value = fill(printed)
  return {
    value,
    own: faults,
    faults: [...faults, ...used.flatMap((entry) => entry.faults)],
    commanded: outputs.length > 0 || used.some((entry) => entry.commanded),
    parts: [...outputs, ...used.flatMap((entry) => [entry.value, ...entry.parts])],
    unset: [...unset, ...used.flatMap((entry) => entry.unset)],
  }
}

const modeKey = 'DOTENV_LINEBREAK_MODE'

// Only dotenv's legacy mode makes line breaks of `\n`; otherwise the two characters stay.
const newlines = (text: string, legacy: boolean): string =>
  legacy
    ? text.replaceAll('\\n', '\n').replaceAll('\\r', '\r')
    : text.replaceAll('\\n', '\\\\n').replaceAll('\\r', '\\\\r')
