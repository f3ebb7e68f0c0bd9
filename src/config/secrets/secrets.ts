import type { Report, Spot } from '../mistake.ts'
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
}

export interface SecretFiles {
  readonly read: (path: string) => string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
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
  const { path, destination } = files
  const names = [`${path}-common`, destination === undefined ? path : `${path}.${destination}`]
  const sheets = names.flatMap((file): Sheet[] => {
    const text = files.read(file)
    return text === undefined ? [] : [{ file, dotenv: parseDotenv(text, files.env) }]
  })
  const sheetOf = (name: string): Sheet | undefined =>
    sheets.findLast(({ dotenv }) => dotenv.entries.has(name))
  return {
    value: (name) => sheetOf(name)?.dotenv.entries.get(name)?.value ?? '',
    need: (name, by) => {
      if (!isSecretName(name)) {
        // Perhaps the secret itself, where its name should stand.
        report.mask(name)
        report.refuse(by, 'should be the name of a secret', 'put the value into a secrets file')
        return undefined
      }
      for (const sheet of sheets) refuseExports(sheet, report)
      const sheet = sheetOf(name)
      const entry = sheet?.dotenv.entries.get(name)
      if (sheet === undefined || entry === undefined) {
        refuseMissing(name, by, sheets, names, report)
        return undefined
      }
      return usable(name, entry, sheet, report)
    },
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
  if (entry.command) {
    const { key, line, column } = entry.command
    const message = `$(..) is not supported by Seaworthy yet, and the secret ${name} needs it`
    const hint = `give the value to the job as a variable and write ${key}=$${key}`
    report.refuse({ at: { file, line, column }, path: key }, message, hint)
    return undefined
  }
  for (const value of [entry.value, ...entry.parts]) report.mask(value)
  const at = { file, line: entry.line, column: entry.column }
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
