import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import type { Config } from '../../config/config.ts'
import { formatMistake, type Mistake } from '../../config/mistake.ts'
import { readConfig, type ConfigResult, type ConfigSource } from '../../config/read.ts'
import { readHosts, type HostNeeds } from '../../config/read-hosts.ts'
import type { Log } from '../../github/log.ts'
import type { Secrets } from '../../github/mask.ts'
import type { Env } from '../../github/run.ts'
import { programsIn } from './programs.ts'

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))

/** Reads files of the checkout as they are; undefined where there is none. */
const readBytesIn =
  (workspace: string) =>
  (path: string): Buffer | undefined => {
    try {
      return readFileSync(resolve(workspace, path))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw new SeaworthyError('config-missing', `${path} can't be read: ${String(error)}`)
    }
  }

/** Names in folders of the checkout; undefined where there is none. */
export const listIn =
  (workspace: string) =>
  (path: string): readonly string[] | undefined => {
    try {
      return readdirSync(resolve(workspace, path))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw new SeaworthyError('config-missing', `${path} can't be read: ${String(error)}`)
    }
  }
/** Reads files of the checkout; undefined where there is none. */
export const readIn =
  (workspace: string) =>
  (path: string): string | undefined =>
    readBytesIn(workspace)(path)?.toString('utf8')

/** A checkout: its files, and the programs that they ask for. */
export const sourceIn = (workspace: string, env: Env): ConfigSource => ({
  read: readIn(workspace),
  readBytes: readBytesIn(workspace),
  env,
  programs: programsIn(workspace),
  list: listIn(workspace),
  now: Date.now(),
})

/** Every mistake where it stands. */
export const annotate = (
  log: Log,
  kind: 'error' | 'warning',
  mistakes: readonly Mistake[],
): void => {
  for (const { file, line, column, path, message, hint } of mistakes) {
    const text = [path === '' ? message : `${path}: ${message}`, hint].filter(Boolean).join('; ')
    log[kind](text, { title: 'config-invalid', file, line, col: column })
  }
}

/** The error for a file whose mistakes are annotated where they stand. */
export const refuseMistakes = (
  log: Log,
  file: string,
  mistakes: readonly Mistake[],
): SeaworthyError => {
  annotate(log, 'error', mistakes)
  const count = mistakes.length
  return new SeaworthyError(
    'config-invalid',
    count === 1 ? `${file} has a mistake` : `${file} has ${String(count)} mistakes`,
    { evidence: mistakes.map(formatMistake), hint: 'Correct them and run it again.' },
  )
}

export interface Source {
  readonly file: string
  readonly destination: string | undefined
  readonly workspace: string
  readonly env: Env
  /** Secrets that stand over those of the secrets files. */
  readonly secrets?: Readonly<Record<string, string>>
  /** An accessory that is to be made, by name, or `all`. */
  readonly accessories?: string | undefined
  readonly skipHooks?: boolean
}

const checkoutOf = (source: Source): ConfigSource => {
  const { workspace, env, secrets = {}, skipHooks = false } = source
  return { ...sourceIn(workspace, env), secrets, skipHooks }
}

const accept = (result: ConfigResult, file: string, secrets: Secrets, log: Log): Config => {
  secrets.keep(result.secrets)
  if (result.ok) {
    annotate(log, 'warning', result.warnings)
    return result.config
  }
  throw refuseMistakes(log, file, result.mistakes)
}

/**
 * Reads deploy.yml and its secrets from the checkout; everything secret is masked before a word of it
 * can be printed. Mistakes are annotated where they stand.
 * @throws SeaworthyError `config-invalid` with every mistake.
 */
export const loadConfig = (source: Source, secrets: Secrets, log: Log): Config =>
  accept(readConfig(source, checkoutOf(source)), source.file, secrets, log)

/** The same for who only looks after what runs: no secret of the app or the registry need be there. */
export const loadHosts = (
  source: Source,
  needs: Pick<HostNeeds, 'keys' | 'masks'>,
  secrets: Secrets,
  log: Log,
): Config =>
  accept(readHosts({ ...source, ...needs }, checkoutOf(source)), source.file, secrets, log)
