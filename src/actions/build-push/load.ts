import { SeaworthyError } from '../../base/error.ts'
import { localPort } from '../../config/local-registry.ts'
import { formatMistake, type Mistake } from '../../config/mistake.ts'
import { readBuild, type BuildFile } from '../../config/read-build.ts'
import { readConfig, type ConfigSource } from '../../config/read.ts'
import type { RegistryLogin } from '../../image/order.ts'
import { isGhcr } from '../../image/registry/endpoint.ts'
import { envFor, type Context } from '../shared/context.ts'
import { annotate, sourceIn, refuseMistakes } from '../shared/load-config.ts'
import type { BuildInputs } from './read.ts'

/** Whether the job's own token pushes: GHCR takes it, and no other secret is needed. */
const usesToken = (server: string | undefined, inputs: BuildInputs): boolean =>
  isGhcr(server) && inputs.password === undefined && inputs.token !== undefined

/** What would stop a deploy of the file after the build; nothing unless that is asked for. */
const mistakesOfDeploy = (
  { secrets }: Context,
  { checkDeploy, configFile: file, destination }: BuildInputs,
  source: ConfigSource,
): readonly Mistake[] => {
  if (!checkDeploy) return []
  const result = readConfig({ file, destination }, source)
  secrets.keep(result.secrets)
  return result.ok ? [] : result.mistakes
}

/** Each once: both readings see most of the file. */
const together = (...lists: readonly (readonly Mistake[])[]): readonly Mistake[] => [
  ...new Map(lists.flat().map((mistake) => [formatMistake(mistake), mistake])).values(),
]

/**
 * Reads what a build needs of deploy.yml; everything secret is masked before a word can be printed.
 * @throws SeaworthyError `config-invalid` with every mistake.
 */
export const loadBuildFile = (context: Context, inputs: BuildInputs): BuildFile => {
  const { run, log, secrets } = context
  const source = {
    ...sourceIn(run.workspace, envFor(context, { ...inputs, version: undefined })),
    secrets: inputs.secrets,
    skipHooks: inputs.skipHooks,
  }
  const later = mistakesOfDeploy(context, inputs, source)
  const result = readBuild(
    {
      file: inputs.configFile,
      destination: inputs.destination,
      needsArch: inputs.platforms.length === 0,
      needsLogin: (server) => inputs.password === undefined && !usesToken(server, inputs),
    },
    source,
  )
  secrets.keep(result.secrets)
  const mistakes = together(result.ok ? [] : result.mistakes, later)
  if (!result.ok || mistakes.length > 0) throw refuseMistakes(log, inputs.configFile, mistakes)
  annotate(log, 'warning', result.warnings)
  return result.file
}

/**
 * How to log in to push: the inputs, else for GHCR the job's token, else deploy.yml; to a local registry
 * not at all.
 * @throws SeaworthyError `input-invalid` for a password without a user.
 */
export const loginOf = (
  { registry }: BuildFile,
  inputs: BuildInputs,
  { run }: Pick<Context, 'run'>,
): RegistryLogin | undefined => {
  const { server } = registry
  if (localPort(server) !== undefined) return undefined
  if (usesToken(server, inputs))
    return { server, username: run.actor || 'x-access-token', password: inputs.token ?? '' }
  const username = inputs.username ?? (registry.username || undefined)
  const password = inputs.password ?? registry.password
  if (username === undefined)
    throw new SeaworthyError('input-invalid', 'registry-password has no user to go with it.', {
      hint: 'Set the input registry-username as well.',
    })
  return { server, username, password }
}

/** Said once where hosts would be given a login that ends with this job. */
export const warnOfDyingLogin = (
  { registry }: BuildFile,
  inputs: BuildInputs,
  { log }: Pick<Context, 'log'>,
): void => {
  if (!isGhcr(registry.server) || inputs.token === undefined) return
  if (registry.password !== inputs.token) return
  log.warning(
    "The hosts would log in with this job's token, which ends with the job: later pulls (Kamal's, or of a host that is added) are refused. Give them a token of their own that may only read packages (read:packages), as the secret behind registry/password.",
    { title: 'registry login ends with the job' },
  )
}
