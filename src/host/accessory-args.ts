import type { Accessory, AccessoryKit } from '../config/accessory.ts'
import type { Config } from '../config/config.ts'
import { quote } from '../base/quote.ts'
import { loggingArgs } from './create-args.ts'
import { envArgs, labelArgs, optionArgs } from './kamal-args.ts'
import { pathsOf } from './names.ts'
import type { ShellArg } from './word.ts'

type Named = Pick<Config, 'service' | 'destination'>

/** Folder of the accessories' environment files. */
export const accessoryEnvs = (config: Named): string => `${pathsOf(config).app}/env/accessories`

export const accessoryEnvFile = (config: Named, { name }: Pick<Accessory, 'name'>): string =>
  `${accessoryEnvs(config)}/${name}.env`

/**
 * What Kamal 2.12 gives to `docker run --name SERVICE --detach` for an accessory on a host
 * (commands/accessory.rb), in its order. `kept`: volumes without a name that an earlier container of
 * it had, as `NAME:PATH`.
 */
export const accessoryArgs = (
  config: Named,
  accessory: Pick<Accessory, 'name' | 'service'>,
  kit: AccessoryKit,
  host: string,
  kept: readonly string[] = [],
): readonly ShellArg[] => [
  ...[
    `--restart ${quote(kit.restart)}`,
    `--network ${quote(kit.network)}`,
    ...loggingArgs(kit.logging),
    ...(kit.port === undefined ? [] : [`--publish ${kit.port}`]),
    ...envArgs({ KAMAL_HOST: host, ...kit.env.clear }),
    `--env-file ${quote(accessoryEnvFile(config, accessory))}`,
    ...[...kit.volumes, ...kept].map((volume) => `--volume ${volume}`),
    ...labelArgs({ service: accessory.service }),
    ...labelArgs(kit.labels),
    ...optionArgs(kit.options),
  ].map((raw) => ({ raw })),
  kit.image,
  ...(kit.cmd === undefined ? [] : [{ raw: kit.cmd }]),
]
