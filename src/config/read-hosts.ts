import { buildConfig } from './build/config.ts'
import { buildSsh } from './build/ssh.ts'
import { checkPlaces } from './check/accessory.ts'
import { checkConfig } from './check/config.ts'
import { checkDestination } from './check/service.ts'
import { checkSsh } from './check/ssh.ts'
import { createReport, type Report } from './mistake.ts'
import {
  destinationFile,
  readSheet,
  type ConfigOptions,
  type ConfigResult,
  type ConfigSource,
  type Sheet,
} from './read.ts'
import type { Secrets } from './secrets/secrets.ts'
import { member } from './yaml/field.ts'

export interface HostNeeds extends ConfigOptions {
  /** Whether the keys that the file names are the ones to log in with: their secrets must be there. */
  readonly keys: boolean
  /** Whether secrets that are there are read all the same, to be masked in what containers print. */
  readonly masks: boolean
}

const unasked: Secrets = { need: () => undefined, value: () => '', all: () => ({}) }

/** Masks what is there, and misses nothing. */
const masked = ({ secretsFor }: Sheet, report: Report): Secrets => {
  const doubts = createReport([])
  const secrets = secretsFor(doubts)
  return {
    ...unasked,
    need: (name, by) => {
      secrets.need(name, by)
      for (const value of doubts.secrets()) report.mask(value)
      return undefined
    },
  }
}

const check = (sheet: Sheet, needs: HostNeeds, report: Report): void => {
  const { root, roles, secrets } = sheet
  checkDestination(root, needs.destination, report)
  checkPlaces(root, roles, report)
  checkConfig(root, roles, needs.masks ? masked(sheet, report) : unasked, report, sheet.now)
  if (needs.keys) checkSsh(member(root, 'ssh'), secrets, report)
}

/**
 * Reads a deploy.yml to look after what runs: all of it is checked as for a deploy, but no secret of the
 * app or the registry need be there, and the Config has none of them. Never throws.
 */
export const readHosts = (needs: HostNeeds, source: ConfigSource): ConfigResult => {
  const { file, destination } = needs
  const report = createReport([file, ...destinationFile(file, destination)])
  const sheet = readSheet(needs, source, report)
  if (sheet !== undefined) check(sheet, needs, report)
  const mistakes = report.mistakes()
  if (sheet === undefined || mistakes.length > 0)
    return { ok: false, mistakes, secrets: report.secrets() }
  const { root, secrets } = sheet
  const config = buildConfig({ ...sheet, file, destination, secrets: unasked, hookFiles: {} })
  const ssh = buildSsh(member(root, 'ssh'), needs.keys ? secrets : unasked)
  return {
    ok: true,
    config: { ...config, ssh },
    secrets: report.secrets(),
    warnings: report.warnings(),
  }
}
