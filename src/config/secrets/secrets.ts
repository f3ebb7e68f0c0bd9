import type { Report, Spot } from '../mistake.ts'
import type { Environment, Programs } from '../programs.ts'
import { commandRunner } from './commands.ts'
import { parseDotenv, type Dotenv, type DotenvEntry } from './dotenv.ts'

/** The secrets that a configuration may name. */
export interface Secrets {
  /**
   * The value of a secret that is needed at a place; it is masked from now on. Undefined when there
   * is none: that is refused at the place that needs it, or at the line of the secrets file that
   * can't be read.
   */
  readonly need: (name: string, by: Spot) => string | undefined
  /** The same without a word, for what has been needed before. */
  readonly value: (name: string) => string
  /** Every secret by name, all of them masked from now on. */
  readonly all: () => Readonly<Record<string, string>>
}

export interface SecretFiles {
  readonly read: (path: string) => string | undefined
  readonly env: Environment
  readonly programs: Programs
  /** Values that stand over those of the files, by name. */
  readonly given: Readonly<Record<string, string>>
  /** `.kamal/secrets` unless the file says otherwise. */
  readonly path: string
  readonly destination: string | undefined
}

interface Sheet {
  readonly file: string
  readonly dotenv: Dotenv
}

/**
 * Kamal's secrets files: `PATH-common`, then `PATH`, or `PATH.D` with a destination; later wins, a
 * missing file is left out. Each is parsed on its own (`lib/kamal/secrets.rb`).
 */
export const openSecrets = (files: SecretFiles, report: Report): Secrets => {
  const { path, destination, given } = files
  const names = [`${path}-common`, destination === undefined ? path : `${path}.${destination}`]
  // Commands of the files are run once, and only if a secret is needed at all.
  let opened: readonly Sheet[] | undefined
  const sheets = (): readonly Sheet[] => (opened ??= openSheets(names, files, report))
  const sheetOf = (name: string): Sheet | undefined =>
    sheets().findLast(({ dotenv }) => dotenv.entries.has(name))
  const isGiven = (name: string): boolean => Object.hasOwn(given, name)
  return {
    all: () => {
      const entries = sheets().flatMap(({ dotenv }) => [...dotenv.entries])
      for (const [, { value, parts }] of entries)
        for (const text of [value, ...parts]) report.mask(text)
      return { ...Object.fromEntries(entries.map(([name, { value }]) => [name, value])), ...given }
    },
    value: (name) =>
      isGiven(name) ? (given[name] ?? '') : (sheetOf(name)?.dotenv.entries.get(name)?.value ?? ''),
    need: (name, by) => {
      if (!isSecretName(name)) {
        // Perhaps the secret itself, where its name should stand.
        report.mask(name)
        report.refuse(by, 'should be the name of a secret', 'put the value into a secrets file')
        return undefined
      }
      if (isGiven(name)) return given[name]
      const sheet = sheetOf(name)
      const entry = sheet?.dotenv.entries.get(name)
      if (sheet === undefined || entry === undefined) {
        refuseMissing(name, by, sheets(), names, report)
        return undefined
      }
      return usable(name, entry, sheet, report)
    },
  }
}

const openSheets = (
  names: readonly string[],
  { read, env, programs, given }: SecretFiles,
  report: Report,
): readonly Sheet[] => {
  const known = { ...env, ...given }
  return names.flatMap((file): Sheet[] => {
    const text = read(file)
    if (text === undefined) return []
    const sheet = { file, dotenv: parseDotenv(text, known, commandRunner(known, programs)) }
    refuseExports(sheet, report)
    for (const [key, entry] of sheet.dotenv.entries) tellFaults(key, entry, file, report)
    return [sheet]
  })
}

/** Each fault at the line that has the command. */
const tellFaults = (key: string, entry: DotenvEntry, file: string, report: Report): void => {
  if (entry.commanded) for (const value of [entry.value, ...entry.parts]) report.mask(value)
  const spot = { at: { file, line: entry.line, column: entry.column }, path: key }
  for (const { kind, message } of entry.own) {
    if (kind === 'refused') report.refuse(spot, message)
    else report.warn(spot, `${message}; what it printed is used, as by Kamal`)
  }
}

const isSecretName = (text: string): boolean => /^[A-Za-z0-9_.]{1,100}$/.test(text)

const refuseMissing = (
  name: string,
  by: Spot,
  sheets: readonly Sheet[],
  names: readonly string[],
  report: Report,
): void => {
  const where =
    sheets.length > 0
      ? `not found in ${sheets.map(({ file }) => file).join(', ')}`
      : `not found, no secret files (${names.join(', ')}) provided`
  const file = sheets.at(-1)?.file ?? names.at(-1) ?? ''
  const hint = `add the line ${name}=$${name} to ${file} and give the variable to the job`
  report.refuse(by, `Secret '${name}' ${where}`, hint)
}

const usable = (
  name: string,
  entry: DotenvEntry,
  { file }: Sheet,
  report: Report,
): string | undefined => {
  for (const value of [entry.value, ...entry.parts]) report.mask(value)
  const at = { file, line: entry.line, column: entry.column }
  // Kamal would go on with an empty secret.
  if (entry.commanded && entry.value.trim() === '') {
    if (entry.faults.some(({ kind }) => kind === 'refused')) return undefined
    const why = [...new Set(entry.faults.map(({ message }) => message))].join(', ')
    const message = `the secret ${name} is empty: ${why || 'its command printed nothing'}`
    report.refuse({ at, path: name }, message, `for a secret that may be empty, write ${name}=`)
    return undefined
  }
  for (const variable of new Set(entry.unset)) {
    const message = `$${variable} is set neither in the file nor in the environment: it is empty`
    report.warn({ at, path: name }, message)
  }
  return entry.value
}

const refuseExports = ({ file, dotenv }: Sheet, report: Report): void => {
  for (const { text, line } of dotenv.unsetExports) {
    const at = { file, line, column: 1 }
    report.refuse({ at, path: '' }, `Line "${text}" has an unset variable`)
  }
}
