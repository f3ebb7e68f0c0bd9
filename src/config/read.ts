import { buildConfig } from './build/config.ts'
import { findHooks, type HookSources } from './build/hooks.ts'
import { checkConfig } from './check/config.ts'
import { isName, nameRule } from './check/names.ts'
import { checkOldHooks } from './check/others.ts'
import { checkDestination } from './check/service.ts'
import type { Config, ErrorPage } from './config.ts'
import { readErrorPages } from './error-pages.ts'
import { renderErb } from './erb/erb.ts'
import { readKits } from './kits.ts'
import { createReport, type Mistake, type Report } from './mistake.ts'
import type { Environment, Programs } from './programs.ts'
import { roleBlocks } from './roles.ts'
import { openSecrets, type Secrets } from './secrets/secrets.ts'
import { fieldOf, member, type Field } from './yaml/field.ts'
import { merge } from './yaml/merge.ts'
import type { Node } from './yaml/tree.ts'
import { textOf } from './yaml/values.ts'
import { parseYaml } from './yaml/yaml.ts'

/** What a configuration is read from. */
export interface ConfigSource {
  /** Text of a file of the checkout, or undefined when there is none. */
  readonly read: (path: string) => string | undefined
  /** The same as it is, for files that are handed on; without it, they are taken for text. */
  readonly readBytes?: (path: string) => Buffer | undefined
  /** Look-ups of ERB and of `$VAR` in secrets files. */
  readonly env: Environment
  /** What the files themselves ask to be run. */
  readonly programs: Programs
  /** Secrets that stand over those of the secrets files, by name. */
  readonly secrets?: Readonly<Record<string, string>>
  /** Names in a folder of the checkout, or undefined when there is none. */
  readonly list?: (path: string) => readonly string[] | undefined
  /** Whether hooks of the checkout are passed over, as if there were none. */
  readonly skipHooks?: boolean
  /** Milliseconds since the epoch, to tell of certificates that have expired. */
  readonly now?: number
}

export interface ConfigOptions {
  /** `config/deploy.yml`, relative to the checkout. */
  readonly file: string
  readonly destination?: string | undefined
  /** An accessory that is to be made, by name, or `all`: its secrets and files are needed then. */
  readonly accessories?: string | undefined
}

/** `secrets` holds every secret value that was read, to be masked before anything is printed. */
export type ConfigResult =
  | {
      readonly ok: true
      readonly config: Config
      readonly secrets: readonly string[]
      readonly warnings: readonly Mistake[]
    }
  | {
      readonly ok: false
      readonly mistakes: readonly Mistake[]
      readonly secrets: readonly string[]
    }

/**
 * Reads Kamal's `deploy.yml`, its destination's file on top and the secrets it names
 * (Kamal 2.12, `lib/kamal/configuration.rb`), and our own block `x-seaworthy`.
 * Never throws: everything that is wrong comes back in one list, with file, line and column.
 */
export const readConfig = (options: ConfigOptions, source: ConfigSource): ConfigResult => {
  const { file, destination } = options
  const report = createReport([file, ...destinationFile(file, destination)])
  const sheet = readSheet(options, source, report)
  const config = sheet && readRoot(sheet, options, source, report)
  const secrets = report.secrets()
  const mistakes = report.mistakes()
  return config && mistakes.length === 0
    ? { ok: true, config, secrets, warnings: report.warnings() }
    : { ok: false, mistakes, secrets }
}

/** What was read, before anything of it is checked. */
export interface Sheet extends HookSources {
  readonly errorPages: readonly ErrorPage[] | undefined
  /** Milliseconds since the epoch, where it is known. */
  readonly now: number | undefined
  /** The same secrets for who can do without them: what is wrong with them goes to a report of its own. */
  readonly secretsFor: (report: Report) => Secrets
}

/** The file with its destination's on top, its roles and secrets; undefined when it can't be read. */
export const readSheet = (
  { file, destination }: ConfigOptions,
  source: ConfigSource,
  report: Report,
): Sheet | undefined => {
  // Kamal sets it before it renders, and also takes away what was there.
  const before = { ...source.env, KAMAL_DESTINATION: destination }
  const files = [file, ...destinationFile(file, destination)]
  if (!nameIsUsable(file, destination, report)) return undefined
  const { root, env } = readFiles(files, { ...source, env: before }, report)
  if (root === undefined) return undefined
  const { read, programs, secrets: given = {} } = source
  checkOldHooks(root, read, report)
  const path = textOf(member(root, 'secrets_path')) ?? '.kamal/secrets'
  const secretsFor = (to: Report): Secrets =>
    openSecrets({ read, env, programs, given, path, destination }, to)
  for (const value of Object.values(given)) report.mask(value)
  const roles = roleBlocks(root)
  const secrets = secretsFor(report)
  const errorPages = readErrorPages(root, roles, source, report)
  const hookFiles = source.skipHooks === true ? {} : findHooks(root, read)
  return { root, roles, secrets, secretsFor, hookFiles, errorPages, now: source.now }
}

export const destinationFile = (
  file: string,
  destination: string | undefined,
): readonly string[] =>
  destination === undefined ? [] : [`${file.replace(/\.[^./]*$/, '')}.${destination}.yml`]

/** The destination comes from an input and becomes part of paths, here and on the hosts. */
const nameIsUsable = (file: string, destination: string | undefined, report: Report): boolean => {
  if (destination === undefined || isName(destination)) return true
  const message = `not a name for a destination: ${JSON.stringify(destination)}`
  report.refuse({ at: { file, line: 1, column: 1 }, path: '' }, message, `use ${nameRule}`)
  return false
}

/** The files, each rendered and parsed, one over the other; no root when something is wrong. */
export const readFiles = (
  files: readonly string[],
  source: ConfigSource,
  report: Report,
): { readonly root: Field | undefined; readonly env: Environment } => {
  // What one file's ERB adds to the environment holds for the next, and for the secrets.
  let env = source.env
  const nodes = files.map((file) => {
    const read = readFile(file, { ...source, env }, report)
    env = read.env
    return read.node
  })
  const whole = nodes.reduce((base, over) => base && over && merge(base, over))
  return { root: whole && fieldOf(whole), env }
}

const readFile = (
  file: string,
  source: ConfigSource,
  report: Report,
): { readonly node: Node | undefined; readonly env: Environment } => {
  const top = { at: { file, line: 1, column: 1 }, path: '' }
  const text = source.read(file)
  if (text === undefined) {
    report.refuse(top, `Configuration file not found in ${file}`)
    return { node: undefined, env: source.env }
  }
  const before = report.mistakes().length
  const { located, env } = renderErb(file, text, source, report)
  const node = parseYaml(located, report)
  if (node?.kind === 'table') return { node, env }
  if (node !== undefined && node.kind !== 'unknown' && !isNull(node)) {
    report.refuse({ ...top, at: node.at }, 'should be a hash', 'start with `service: NAME`')
  } else if (report.mistakes().length === before) report.refuse(top, 'the file is empty')
  return { node: undefined, env }
}

const isNull = (node: Node): boolean => node.kind === 'scalar' && node.type === 'null'

const readRoot = (
  sheet: Sheet,
  { file, destination, accessories }: ConfigOptions,
  source: ConfigSource,
  report: Report,
): Config | undefined => {
  const { root, roles, secrets, now } = sheet
  checkDestination(root, destination, report)
  checkConfig(root, roles, secrets, report, now)
  const contents = readKits(sheet, source, accessories, report)
  return report.mistakes().length > 0
    ? undefined
    : buildConfig({ file, destination, contents, ...sheet })
}
