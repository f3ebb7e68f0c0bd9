import { homedir } from 'node:os'
import { join } from 'node:path'
import { removeBuilder } from '../../image/docker/builder.ts'
import { makeDockerConfig } from '../../image/docker/config-folder.ts'
import { dockerIn, type Docker } from '../../image/docker/run.ts'
import type { RegistryLogin } from '../../image/order.ts'
import { keepState, keptState } from '../../github/state.ts'
import type { Context } from '../shared/context.ts'
import { keptWorkplace, removeWorkplace } from '../shared/workplace.ts'

export interface Tools {
  readonly docker: Docker
  /** What docker sees of the step's environment. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Inputs and state of the step, keys among them, are no program's business. */
const withoutInputs = (env: Context['env']): Context['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE)_/.test(name)))

const homeOf = (env: Context['env']): string =>
  env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker')

/** Builders that are there already are known to the user's buildx; ours to one of our own. */
const buildxConfig = (env: Context['env'], folder: string, named: boolean): string =>
  named ? (env['BUILDX_CONFIG'] ?? join(homeOf(env), 'buildx')) : join(folder, 'buildx')

const environmentIn = (env: Context['env'], folder: string, named: boolean): Context['env'] => ({
  ...withoutInputs(env),
  DOCKER_CONFIG: join(folder, 'docker'),
  BUILDX_CONFIG: buildxConfig(env, folder, named),
})

/** The docker client with a login and settings of this step alone, in `folder`. */
export const prepareTools = async (
  { env, run, signal }: Context,
  folder: string,
  login: RegistryLogin | undefined,
  named: boolean,
): Promise<Tools> => {
  await makeDockerConfig(folder, homeOf(env), login)
  const around = environmentIn(env, folder, named)
  return { docker: dockerIn({ env: around, cwd: run.workspace, signal }), env: around }
}

/** Before it is made, so that post knows of it whatever happens. */
export const rememberBuilder = (name: string): void => keepState('builder', name)

/** Removes the builder that was made, and then everything else that this step has written. */
export const leave = async (
  { env, run }: Context,
  folder: string,
  builder?: string,
): Promise<void> => {
  try {
    if (builder === undefined) return
    const signal = AbortSignal.timeout(60_000)
    const around = environmentIn(env, folder, false)
    await removeBuilder(dockerIn({ env: around, cwd: run.workspace, signal }), builder)
  } finally {
    await removeWorkplace(folder)
  }
}

/** What a main phase that was killed has left. */
export const leaveFromPost = async (context: Context): Promise<void> => {
  const folder = keptWorkplace()
  const builder = keptState('builder', (value) => (typeof value === 'string' ? value : undefined))
  const done = keptState('left', (value) => (value === true ? value : undefined))
  if (folder !== undefined && done !== true) await leave(context, folder, builder)
}
