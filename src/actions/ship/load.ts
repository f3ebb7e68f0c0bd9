import type { SeaworthyError } from '../../base/error.ts'
import type { Config } from '../../config/config.ts'
import { readWhole, type BuildFile } from '../../config/read-build.ts'
import type { Context } from '../shared/context.ts'
import { annotate, readIn, refuseMistakes } from '../shared/load-config.ts'
import type { ShipInputs } from './read.ts'

export type Whole =
  | { readonly ok: true; readonly config: Config; readonly file: BuildFile }
  | { readonly ok: false; readonly error: SeaworthyError; readonly namesKeys: boolean }

/**
 * Reads deploy.yml for both stages; everything secret is masked before a word can be printed. Mistakes
 * are annotated where they stand.
 */
export const loadWhole = (
  { env, run, secrets, log }: Context,
  { build, deploy }: ShipInputs,
): Whole => {
  const { configFile, destination, variables } = deploy
  const needs = { file: configFile, destination, needsArch: build.platforms.length === 0 }
  const source = { read: readIn(run.workspace), env: { ...env, ...variables } }
  const result = readWhole(needs, source)
  secrets.keep(result.secrets)
  if (!result.ok) {
    const error = refuseMistakes(log, configFile, result.mistakes)
    return { ok: false, error, namesKeys: result.namesKeys }
  }
  annotate(log, 'warning', result.warnings)
  return { ok: true, config: result.config, file: result.file }
}
