import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepState, keptState } from '../../github/state.ts'
import type { Env } from '../../github/run.ts'

/** A folder of this step alone, mode 0700, remembered for the post phase. */
export const makeWorkplace = async (
  env: Env,
  parent = env['RUNNER_TEMP'] ?? tmpdir(),
): Promise<string> => {
  const folder = await mkdtemp(join(parent, 'seaworthy-'))
  keepState('workplace', folder)
  return folder
}

export const removeWorkplace = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 })

/** The folder that main made, also when it was killed. */
export const keptWorkplace = (): string | undefined =>
  keptState('workplace', (value) => (typeof value === 'string' ? value : undefined))
