import type { Config, ProxyRun } from '../config/config.ts'
import { optionArgs, shellValue } from './kamal-args.ts'
import type { ShellArg } from './word.ts'

const bracketed = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip)

const publishArgs = (run: ProxyRun): readonly string[] => {
  if (!run.publish) return []
  const ports = [`${String(run.httpPort)}:80`, `${String(run.httpsPort)}:443`]
  const prefixes = run.bindIps.length === 0 ? [''] : run.bindIps.map((ip) => `${bracketed(ip)}:`)
  return prefixes.flatMap((prefix) => ports.map((port) => `--publish ${prefix}${port}`))
}

/**
 * How the one proxy of a host is started, by whatever is served there, roles first; all that say it say
 * the same. Undefined: as Kamal's boot files say, or its defaults.
 */
export const proxyRunOn = (
  { roles, accessories }: Pick<Config, 'roles' | 'accessories'>,
  host: string,
): ProxyRun | undefined =>
  [...roles, ...accessories]
    .filter(({ hosts }) => hosts.includes(host))
    .flatMap(({ proxy }) => proxy?.run ?? [])[0]

/** What Kamal 2.12 gives to `docker run` for a proxy with `proxy.run` settings (commands/proxy.rb). */
export const proxyRunArgs = (run: ProxyRun): readonly ShellArg[] => {
  const image = [run.registry, `${run.repository}:${run.version}`]
    .filter((part) => part !== undefined)
    .join('/')
  const flags = [
    ...(run.debug ? ['--debug'] : []),
    ...(run.metricsPort === undefined
      ? []
      : [`--metrics-port ${shellValue(String(run.metricsPort))}`]),
  ]
  return [
    ...publishArgs(run),
    `--log-opt max-size=${run.logMaxSize}`,
    ...(run.metricsPort === undefined ? [] : [`--expose=${String(run.metricsPort)}`]),
    ...optionArgs(run.options),
    image,
    ...(flags.length === 0 ? [] : ['kamal-proxy run', ...flags]),
  ].map((text) => ({ raw: text }))
}
