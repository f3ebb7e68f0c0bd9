import { commandIn, substitute, unescapeCommands, type Lookup } from './substitute.ts'

/** One variable of a secrets file. */
export interface DotenvEntry {
  readonly value: string
  /** Where its key stands in the text, counted from 1. */
  readonly line: number
  readonly column: number
  /** The variable whose `$(command)` this value needs, by name and line; it has no value then. */
  readonly command:
    { readonly key: string; readonly line: number; readonly column: number } | undefined
  /** Values of the same file that went into this one. */
  readonly parts: readonly string[]
  /** Variables that were asked for and are set nowhere; they are empty. */
  readonly unset: readonly string[]
}

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
 * wins over one of the environment. `$(command)` is found but never run.
 */
export const parseDotenv = (
  source: string,
  env: Readonly<Record<string, string | undefined>>,
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
    entries.set(key, { ...place, ...valueOf(value ?? '', { key, ...place }, entries, inherited) })
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

type Written = NonNullable<DotenvEntry['command']>

const valueOf = (
  source: string,
  written: Written,
  entries: ReadonlyMap<string, DotenvEntry>,
  inherited: (name: string) => string | undefined,
): Pick<DotenvEntry, 'value' | 'command' | 'parts' | 'unset'> => {
  const trimmed = source.replaceAll(outerBlanks, '')
  const [, quote, quoted] = /^(['"])([\s\S]*)\1$/.exec(trimmed) ?? []
  if (quote === "'") return { value: quoted ?? '', command: undefined, parts: [], unset: [] }
  const legacy = (entries.get(modeKey)?.value ?? inherited(modeKey)) === 'legacy'
  const body = quote === '"' ? newlines(quoted ?? '', legacy) : trimmed
  const unescaped = body.replaceAll(/\\([^$])/g, '$1')
  const lookup: Lookup = (name) => {
    const entry = entries.get(name)
    return entry ? { value: entry.value, entry } : { value: inherited(name) }
  }
  const { value, used, unset } = substitute(unescapeCommands(unescaped), lookup)
  const inner = used.find((entry) => entry.command !== undefined)?.command
  const command = commandIn(unescaped) ? written : inner
  return {
    value: command ? '' : value,
    command,
    parts: used.flatMap((entry) => [entry.value, ...entry.parts]),
    unset: [...unset, ...used.flatMap((entry) => entry.unset)],
  }
}

const modeKey = 'DOTENV_LINEBREAK_MODE'

// Only dotenv's legacy mode makes line breaks of `\n`; otherwise the two characters stay.
const newlines = (text: string, legacy: boolean): string =>
  legacy
    ? text.replaceAll('\\n', '\n').replaceAll('\\r', '\r')
    : text.replaceAll('\\n', '\\\\n').replaceAll('\\r', '\\\\r')
