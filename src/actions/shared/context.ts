import { allHosts, type Config } from '../../config/config.ts'
import { createLog, type Log } from '../../github/log.ts'
import { createSecrets, type Secrets } from '../../github/mask.ts'
import { runOf, type Env, type Run } from '../../github/run.ts'
import { SeaworthyError } from '../../base/error.ts'
import { namedHosts, placedOf, type Placed } from '../../rollout/bootstrap/setting.ts'
import type { Touched } from '../../rollout/report/refusal.ts'
import { lockHostOf, targetsOf, type Target } from '../../rollout/target.ts'
import { expandGlobs } from './globs.ts'
import type { AimInputs, FleetInputs } from './inputs.ts'
import { loadConfig, loadHosts, type Source } from './load-config.ts'
import { secretsOf } from './report/channels.ts'

/** What every phase of an action starts from. */
export interface Context {
  readonly env: Env
  readonly run: Run
  readonly secrets: Secrets
  readonly log: Log
  readonly signal: AbortSignal
  /** What this process may have changed so far: what it says of an error follows from it. */
  readonly touched: Set<Touched>
}

export const createContext = (env: Env, signal: AbortSignal): Context => {
  const secrets = createSecrets()
  const log = createLog(secrets.redact)
  return { env, run: runOf(env), secrets, log, signal, touched: new Set() }
}

/** Where deploy and rollback have more inputs than others that talk to hosts. */
export type MaybeFleet = AimInputs &
  Partial<
    Pick<FleetInputs, 'token' | 'secrets' | 'version' | 'channels' | 'terraform' | 'skipHooks'>
  > & {
    /** Whether accessories are brought up as well. */
    readonly bootstrap?: boolean
    /** One accessory that is to be made. */
    readonly kit?: string | undefined
    /** One accessory that is all that is meant. */
    readonly accessory?: string | undefined
    /** Nothing but the lock is meant. */
    readonly lockOnly?: boolean
  }

/** Masks the secrets among the inputs, before anything else is done with them. */
export const keepInputs = ({ secrets }: Context, inputs: MaybeFleet): void => {
  const { key, passphrase, token, channels, terraform } = inputs
  secrets.keep(terraform?.sensitive ?? [])
  secrets.keep([key, passphrase, token].filter((text) => text !== undefined))
  // An empty value, or one letter, can't be masked.
  secrets.keep(Object.values(inputs.secrets ?? {}).filter((text) => text.trim().length > 1))
  if (channels !== undefined) secrets.keep(secretsOf(channels))
}

/**
 * What deploy.yml and the secrets files see of the environment: Terraform's outputs, and the version as
 * Kamal's --version shows it to them.
 */
export const envFor = (
  { env }: Context,
  { version, terraform }: Pick<MaybeFleet, 'version' | 'terraform'>,
): Env => ({
  ...env,
  ...terraform?.variables,
  ...(version === undefined ? {} : { VERSION: version }),
})

const sourceFor = (context: Context, inputs: MaybeFleet): Source => ({
  file: inputs.configFile,
  destination: inputs.destination,
  accessories: inputs.bootstrap === true ? 'all' : inputs.kit,
  secrets: inputs.secrets ?? {},
  skipHooks: inputs.skipHooks ?? false,
  workspace: context.run.workspace,
  env: envFor(context, inputs),
})

export const configFor = (context: Context, inputs: MaybeFleet): Config =>
  loadConfig(sourceFor(context, inputs), context.secrets, context.log)

/**
 * For who looks after what runs: secrets that are not used may be missing. With `masks` those that are
 * there are masked, because what containers print is shown.
 */
export const hostsConfigFor = (context: Context, inputs: MaybeFleet, masks: boolean): Config => {
  const needs = { keys: inputs.key === undefined, masks }
  return loadHosts(sourceFor(context, inputs), needs, context.secrets, context.log)
}

const unknownNames = (given: readonly string[], known: readonly string[]): readonly string[] =>
  given.filter((name) => !known.includes(name))

const checkNames = (config: Config, inputs: AimInputs): void => {
  const hosts = namedHosts(config)
  const roles = config.roles.map(({ name }) => name)
  const wrong = [
    ...unknownNames(inputs.hosts, hosts).map((name) => `hosts: ${name} is not in ${config.file}`),
    ...unknownNames(inputs.roles, roles).map((name) => `roles: ${name} is not in ${config.file}`),
    ...unknownNames(inputs.without, hosts).map(
      (name) => `without-hosts: ${name} is not in ${config.file}`,
    ),
  ]
  if (wrong.length === 0) return
  throw new SeaworthyError('input-invalid', wrong.join('\n'), {
    hint: `hosts are ${hosts.join(', ')}; roles are ${roles.join(', ') || 'none'}`,
  })
}

export interface Aim {
  /** None: there are accessories only. */
  readonly targets: readonly Target[]
  readonly lockHost: string
  /** Accessories with the hosts of them that are meant. */
  readonly placed: readonly Placed[]
  /** Every host to connect to. */
  readonly hosts: readonly string[]
  /** What hooks are told of: all hosts of the file, or those that the filters leave. */
  readonly hookHosts: readonly string[]
  /** Roles that the input `roles` names. */
  readonly hookRoles: readonly string[]
}

const handled =
  '`operate` starts, stops and reboots one, a deploy with `bootstrap: true` brings them up'

/** That no app is to be had on the hosts that are meant, and only for want of a role on any of them. */
const accessoriesOnly = (config: Config, { hosts }: MaybeFleet): string | undefined => {
  if (config.roles.length === 0) return `${config.file} names no servers, only accessories`
  const app = allHosts(config)
  if (hosts.length === 0 || hosts.some((host) => app.includes(host))) return undefined
  const have = hosts.length === 1 ? 'has' : 'have'
  return `hosts: ${hosts.join(', ')} ${have} accessories only, and no app is deployed there`
}

/** Refuses that no host with a role is meant, unless what is wanted needs none. */
const requireNone = (config: Config, inputs: MaybeFleet, placed: readonly Placed[]): void => {
  if (inputs.accessory !== undefined || inputs.lockOnly === true) return
  const why = placed.length === 0 ? undefined : accessoriesOnly(config, inputs)
  if (why !== undefined && inputs.bootstrap === true) return
  throw why === undefined
    ? new SeaworthyError('input-invalid', 'hosts, roles and without-hosts leave no host', {
        hint: 'every host that is named must have one of the roles',
      })
    : new SeaworthyError('input-invalid', why, { hint: handled })
}

/**
 * Which hosts and roles the inputs mean.
 * @throws SeaworthyError `input-invalid` for names that deploy.yml does not have, or when none is left.
 */
export const aimOf = (config: Config, given: MaybeFleet): Aim => {
  const roles = config.roles.map(({ name }) => name)
  const inputs = {
    ...given,
    hosts: expandGlobs(given.hosts, namedHosts(config)),
    roles: expandGlobs(given.roles, roles),
  }
  checkNames(config, inputs)
  const targets = targetsOf(config, inputs)
  const placed = placedOf(config, inputs)
  if (targets.length === 0) requireNone(config, inputs, placed)
  const lockHost = lockHostOf(config, inputs)
  const aimed = targets.map(({ host }) => host)
  const isFiltered = inputs.hosts.length + inputs.roles.length > 0
  const every = config.hooks.hosts.filter((host) => !inputs.without.includes(host))
  const aside = placed.flatMap(({ hosts }) => hosts)
  const others = given.bootstrap === true ? aside : []
  return {
    targets,
    lockHost,
    placed,
    hosts: [...new Set([lockHost, ...aimed, ...others])],
    hookHosts: isFiltered ? (aimed.length === 0 ? [...new Set(aside)] : aimed) : every,
    hookRoles: inputs.roles,
  }
}
