import { buildBuilder } from './build/builder.ts'
import { buildConfig, buildRegistry, imageOf, repositoryOf } from './build/config.ts'
import { buildHooks } from './build/hooks.ts'
import { checkBuild } from './check/builder.ts'
import { checkConfig } from './check/config.ts'
import { checkRegistry } from './check/registry.ts'
import { checkDestination } from './check/service.ts'
import type { Builder, Config, Registry } from './config.ts'
import type { HookSettings } from './hooks.ts'
import { createReport, type Mistake, type Report } from './mistake.ts'
import {
  destinationFile,
  readSheet,
  type ConfigOptions,
  type ConfigSource,
  type Sheet,
} from './read.ts'
import { member } from './yaml/field.ts'
import { textOf } from './yaml/values.ts'

/** As much of a deploy.yml as a build needs. */
export interface BuildFile {
  readonly file: string
  readonly service: string
  readonly destination: string | undefined
  /** `ghcr.io/acme/shop`, without a tag. */
  readonly repository: string
  /** `acme/shop`. */
  readonly image: string
  /** How the hosts log in; without its secrets here, the password is empty. */
  readonly registry: Registry
  readonly builder: Builder
  readonly hooks: HookSettings
}

export interface BuildNeeds extends ConfigOptions {
  /** Whether the login of the file is used, so that its secrets are needed; asked with the server. */
  readonly needsLogin: (server: string | undefined) => boolean
  /** Whether the file has to say for which machines is built. */
  readonly needsArch: boolean
}

interface Refused {
  readonly ok: false
  readonly mistakes: readonly Mistake[]
  readonly secrets: readonly string[]
}

interface Accepted {
  readonly ok: true
  readonly file: BuildFile
  readonly secrets: readonly string[]
  readonly warnings: readonly Mistake[]
}

export type BuildFileResult = Accepted | Refused

/** A file that is built from and deployed by; refused, it may still say that it has keys to log in with. */
export type WholeFileResult =
  (Accepted & { readonly config: Config }) | (Refused & { readonly namesKeys: boolean })

/** The app's own secrets: the job that builds has none of them. */
const unasked = { need: () => undefined, value: () => '', all: () => ({}) }

const checkForBuild = (sheet: Sheet, needs: BuildNeeds, report: Report): void => {
  const { root, roles, secrets } = sheet
  const registry = member(root, 'registry')
  checkDestination(root, needs.destination, report)
  checkConfig(root, roles, unasked, report)
  if (needs.needsLogin(textOf(member(registry, 'server')))) checkRegistry(registry, secrets, report)
  checkBuild(root, secrets, report, needs)
}

/** The hosts log in as the file says, so its login is needed whoever pushes. */
const checkWhole = (sheet: Sheet, needs: BuildNeeds, report: Report): void => {
  const { root, roles, secrets, now } = sheet
  checkDestination(root, needs.destination, report)
  checkConfig(root, roles, secrets, report, now)
  checkBuild(root, secrets, report, needs)
}

const build = (sheet: Sheet, needs: BuildNeeds, report: Report): BuildFile => {
  const { root, secrets } = sheet
  const registry = buildRegistry(member(root, 'registry'), secrets)
  report.mask(registry.password)
  const image = imageOf(root)
  return {
    file: needs.file,
    service: textOf(member(root, 'service')) ?? '',
    destination: needs.destination,
    repository: repositoryOf(registry.server, image),
    image,
    registry,
    builder: buildBuilder(member(root, 'builder'), secrets),
    hooks: buildHooks(sheet),
  }
}

const readFor = (
  needs: BuildNeeds,
  source: ConfigSource,
  check: (sheet: Sheet, needs: BuildNeeds, report: Report) => void,
): (Accepted & { readonly sheet: Sheet }) | (Refused & { readonly sheet: Sheet | undefined }) => {
  const files = [needs.file, ...destinationFile(needs.file, needs.destination)]
  const report = createReport(files)
  const sheet = readSheet(needs, source, report)
  if (sheet !== undefined) check(sheet, needs, report)
  const mistakes = report.mistakes()
  if (sheet === undefined || mistakes.length > 0)
    return { ok: false, mistakes, sheet, secrets: report.secrets() }
  const file = build(sheet, needs, report)
  return { ok: true, file, sheet, secrets: report.secrets(), warnings: report.warnings() }
}

/**
 * Reads a deploy.yml for a build: all of it is checked as for a deploy, but only the secrets of
 * `builder` and, where it is used, of `registry` must be there. Never throws.
 */
export const readBuild = (needs: BuildNeeds, source: ConfigSource): BuildFileResult =>
  readFor(needs, source, checkForBuild)

/** Of a file that can't be read at all nobody knows: what it may name is not missed. */
const namesKeys = (sheet: Sheet | undefined): boolean =>
  sheet === undefined ||
  ['keys', 'key_data'].some((name) => member(sheet.root, 'ssh', name) !== undefined)

/** Reads a deploy.yml for a build and the deploy after it: all its secrets must be there. Never throws. */
export const readWhole = (
  needs: Omit<BuildNeeds, 'needsLogin'>,
  source: ConfigSource,
): WholeFileResult => {
  const read = readFor({ ...needs, needsLogin: () => true }, source, checkWhole)
  if (!read.ok) {
    const { sheet, ...refused } = read
    return { ...refused, namesKeys: namesKeys(sheet) }
  }
  const { sheet, ...rest } = read
  const { file, destination } = rest.file
  return { ...rest, config: buildConfig({ file, destination, ...sheet }) }
}
