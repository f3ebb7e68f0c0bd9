import { buildBuilder } from './build/builder.ts'
import { buildRegistry, repositoryOf } from './build/config.ts'
import { checkBuild } from './check/builder.ts'
import { checkConfig } from './check/config.ts'
import { checkRegistry } from './check/registry.ts'
import { checkDestination } from './check/service.ts'
import type { Builder, Registry } from './config.ts'
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
}

export interface BuildNeeds extends ConfigOptions {
  /** Whether the login of the file is used, so that its secrets are needed; asked with the server. */
  readonly needsLogin: (server: string | undefined) => boolean
  /** Whether the file has to say for which machines is built. */
  readonly needsArch: boolean
}

export type BuildFileResult =
  | {
      readonly ok: true
      readonly file: BuildFile
      readonly secrets: readonly string[]
      readonly warnings: readonly Mistake[]
    }
  | {
      readonly ok: false
      readonly mistakes: readonly Mistake[]
      readonly secrets: readonly string[]
    }

/** The app's own secrets: the job that builds has none of them. */
const unasked = { need: () => undefined, value: () => '' }

const check = (sheet: Sheet, needs: BuildNeeds, report: Report): void => {
  const { root, roles, secrets } = sheet
  const registry = member(root, 'registry')
  checkDestination(root, needs.destination, report)
  checkConfig(root, roles, unasked, report)
  if (needs.needsLogin(textOf(member(registry, 'server')))) checkRegistry(registry, secrets, report)
  checkBuild(root, secrets, report, needs)
}

const build = ({ root, secrets }: Sheet, needs: BuildNeeds, report: Report): BuildFile => {
  const registry = buildRegistry(member(root, 'registry'), secrets)
  report.mask(registry.password)
  const image = textOf(member(root, 'image')) ?? ''
  return {
    file: needs.file,
    service: textOf(member(root, 'service')) ?? '',
    destination: needs.destination,
    repository: repositoryOf(registry.server, image),
    image,
    registry,
    builder: buildBuilder(member(root, 'builder'), secrets),
  }
}

/**
 * Reads a deploy.yml for a build: all of it is checked as for a deploy, but only the secrets of
 * `builder` and, where it is used, of `registry` must be there. Never throws.
 */
export const readBuild = (needs: BuildNeeds, source: ConfigSource): BuildFileResult => {
  const files = [needs.file, ...destinationFile(needs.file, needs.destination)]
  const report = createReport(files)
  const sheet = readSheet(needs, source, report)
  if (sheet !== undefined) check(sheet, needs, report)
  const mistakes = report.mistakes()
  if (sheet === undefined || mistakes.length > 0)
    return { ok: false, mistakes, secrets: report.secrets() }
  const file = build(sheet, needs, report)
  return { ok: true, file, secrets: report.secrets(), warnings: report.warnings() }
}
