import { SeaworthyError } from '../../base/error.ts'
import type { Config } from '../../config/config.ts'
import { readWhole, type BuildFile, type WholeFileResult } from '../../config/read-build.ts'
import { envFor, type Context } from '../shared/context.ts'
import { annotate, refuseMistakes, sourceIn } from '../shared/load-config.ts'
import type { ShipInputs } from './read.ts'

export type Whole =
  | { readonly ok: true; readonly config: Config; readonly file: BuildFile }
  | { readonly ok: false; readonly error: SeaworthyError; readonly namesKeys: boolean }

type Loaded = WholeFileResult | Extract<Whole, { ok: false }>

/** A file that is there and can't be read is one mistake among others, too. */
const read = (context: Context, { build, deploy }: ShipInputs): Loaded => {
  const { configFile: file, destination, secrets, skipHooks } = deploy
  const accessories = deploy.bootstrap ? 'all' : undefined
  const needs = { file, destination, accessories, needsArch: build.platforms.length === 0 }
  const source = { ...sourceIn(context.run.workspace, envFor(context, deploy)), secrets, skipHooks }
  try {
    return readWhole(needs, source)
  } catch (error) {
    if (error instanceof SeaworthyError) return { ok: false, error, namesKeys: true }
    throw error
  }
}

/**
 * Reads deploy.yml for both stages; everything secret is masked before a word can be printed. Mistakes
 * are annotated where they stand.
 */
export const loadWhole = (context: Context, inputs: ShipInputs): Whole => {
  const { secrets, log } = context
  const result = read(context, inputs)
  if ('error' in result) return result
  secrets.keep(result.secrets)
  if (!result.ok) {
    const error = refuseMistakes(log, inputs.deploy.configFile, result.mistakes)
    return { ok: false, error, namesKeys: result.namesKeys }
  }
  annotate(log, 'warning', result.warnings)
  return { ok: true, config: result.config, file: result.file }
}
