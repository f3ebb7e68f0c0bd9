import { environmentOn, type Config, type Role } from '../config/config.ts'
import { envArgs, labelArgs, optionArgs, shellValue } from './kamal-args.ts'
import { configLabel, containerName, envFile, network, runLabel } from './names.ts'
import { quote } from '../base/quote.ts'
import { assetVolume } from './web-files.ts'
import type { ShellArg } from './word.ts'

/** What distinguishes one new container of a role from every other. */
export interface NewContainer {
  readonly host: string
  readonly version: string
  /** Reference that exists on the host, `repo:V`. */
  readonly image: string
  /** Token of the rollout that stages it. */
  readonly run: string
  /** Fingerprint of image, command and environment. */
  readonly fingerprint: string
  /** 12 hex characters that make the hostname unique. */
  readonly hex12: string
}

const raw = (text: string): ShellArg => ({ raw: text })

/** Kamal's hostname: the host's first 51 characters without a trailing dot, and 12 hex characters. */
const hostname = (host: string, hex12: string): string =>
  `${host.slice(0, 51).replace(/\.$/, '')}-${hex12}`

const kamalEnv = (config: Config, role: Role, host: string, version: string) => ({
  KAMAL_CONTAINER_NAME: containerName(config, role.name, version),
  KAMAL_VERSION: version,
  KAMAL_HOST: host,
  ...(config.destination === undefined ? {} : { KAMAL_DESTINATION: config.destination }),
})

const loggingArgs = ({ driver, options }: Role['logging']): readonly string[] => [
  ...(driver === undefined ? [] : [`--log-driver ${shellValue(driver)}`]),
  ...Object.entries(options).map(([key, value]) => `--log-opt ${quote(key)}=${shellValue(value)}`),
]

/** The assets that a version shares with the one before it and the one after it. */
const assetArgs = (config: Config, { name, assets }: Role, version: string): readonly string[] => {
  if (assets === undefined) return []
  const options = assets.options === undefined ? '' : `:${assets.options}`
  const folder = `$PWD/${assetVolume(config, name, version)}`
  return [`--volume ${folder}:${quote(`${assets.path}${options}`)}`]
}

/**
 * What is the same for every version of a role on a host: the part that is fingerprinted; with a
 * version, what that one has besides.
 */
export const sharedArgs = (
  config: Config,
  role: Role,
  host: string,
  version?: string,
): readonly string[] => [
  `--restart ${quote(role.restart)}`,
  `--network ${network}`,
  ...envArgs(environmentOn(role, host).clear),
  ...loggingArgs(role.logging),
  ...role.volumes.map((volume) => `--volume ${volume}`),
  ...(version === undefined ? [] : assetArgs(config, role, version)),
  ...labelArgs({ service: config.service, role: role.name, destination: config.destination ?? '' }),
  ...labelArgs(role.labels),
  ...optionArgs(role.options),
]

/**
 * The arguments of `docker create` that make the container Kamal's `docker run` would have made
 * (commands/app.rb, 2.12), with two labels of our own.
 */
export const createArgs = (
  config: Config,
  role: Role,
  fresh: NewContainer,
): readonly ShellArg[] => [
  raw(`--hostname ${quote(hostname(fresh.host, fresh.hex12))}`),
  ...envArgs(kamalEnv(config, role, fresh.host, fresh.version)).map(raw),
  raw(`--env-file ${quote(envFile(config, role.name, fresh.version))}`),
  ...sharedArgs(config, role, fresh.host, fresh.version).map(raw),
  ...labelArgs({ [runLabel]: fresh.run, [configLabel]: fresh.fingerprint }).map(raw),
  fresh.image,
  ...(role.cmd === undefined ? [] : [raw(role.cmd)]),
]
