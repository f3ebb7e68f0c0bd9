import { serviceKey, type Config } from '../config/config.ts'

type Named = Pick<Config, 'service' | 'destination'>

/** `S-R[-D]`: the role's name in kamal-proxy, and the stem of its container names. */
export const proxyService = (config: Named, role: string): string =>
  [config.service, role, config.destination].filter((part) => part !== undefined).join('-')

/** `S-R[-D]-V`, Kamal's container name. */
export const containerName = (config: Named, role: string, version: string): string =>
  `${proxyService(config, role)}-${version}`

/** What Kamal calls a container that makes room for one of the same version. */
export const replacedName = (name: string, hex16: string): string => `${name}_replaced_${hex16}`

/** The tag that moves only after every host serves the new version: `latest` or `latest-D`. */
export const latestTag = (config: Named): string =>
  config.destination === undefined ? 'latest' : `latest-${config.destination}`

export const proxyContainer = 'kamal-proxy'
export const network = 'kamal'

/** Label that marks what a rollout of ours has staged, and by which token. */
export const runLabel = 'seaworthy.run'
/** Label with the digest of all that makes a container what it is; see fingerprint.ts. */
export const configLabel = 'seaworthy.config'

/** Paths on a host, relative to the login user's home. */
export interface Paths {
  readonly root: string
  readonly lock: string
  readonly audit: string
  readonly app: string
  readonly envs: string
  readonly own: string
  /** Token of the run that may change this host. */
  readonly owner: string
  readonly releases: string
  readonly proxyConfig: string
}

export const pathsOf = (config: Named): Paths => {
  const key = serviceKey(config)
  const app = `.kamal/apps/${key}`
  return {
    root: '.kamal',
    lock: `.kamal/lock-${key}`,
    audit: `.kamal/${key}-audit.log`,
    app,
    envs: `${app}/env/roles`,
    own: `${app}/seaworthy`,
    owner: `${app}/seaworthy/owner`,
    releases: `${app}/seaworthy/releases.jsonl`,
    proxyConfig: '.kamal/proxy/apps-config',
  }
}

/** `R.env`, or the staged `R.env.V` that finish renames to it. */
export const envFile = (config: Named, role: string, version?: string): string =>
  `${pathsOf(config).envs}/${role}.env${version === undefined ? '' : `.${version}`}`
