import type { Accessory } from './accessory.ts'
import type { HookSettings } from './hooks.ts'

/**
 * What a deploy.yml says, validated and complete: defaults are filled in, the destination is merged,
 * secrets are resolved. All durations are milliseconds. Nothing in it changes after reading.
 */
export interface Config {
  /** The file as it was named, for messages: `config/deploy.yml`. */
  readonly file: string
  readonly service: string
  readonly destination: string | undefined
  /** Repository of the image with its registry's server and without a tag: `ghcr.io/acme/shop`. */
  readonly repository: string
  readonly registry: Registry | undefined
  /** Primary role first, the others alphabetically, as Kamal orders them; none: accessories only. */
  readonly roles: readonly Role[]
  /**
   * First host of the primary role: the one that holds the lock. Where the file has accessories only,
   * the first of theirs; Kamal 2.12 takes no lock there.
   */
  readonly primaryHost: string
  readonly accessories: readonly Accessory[]
  readonly ssh: SshSettings
  readonly boot: { readonly limit: BootLimit | undefined; readonly waitMs: number }
  readonly deployTimeoutMs: number
  readonly drainTimeoutMs: number
  readonly readinessDelayMs: number
  readonly retainContainers: number
  /** Pages that the proxy shows instead of its own; undefined: its own. */
  readonly errorPages: readonly ErrorPage[] | undefined
  readonly hooks: HookSettings
  readonly own: OwnSettings
}

/** `500.html`: the page for a status, or `5xx.html` for a class of them. */
export type ErrorPage =
  | { readonly name: string; readonly text: string }
  /** One that is not UTF-8, as it is. */
  | { readonly name: string; readonly base64: string }

export interface Registry {
  /** `ghcr.io`, `registry.lab:5000`; undefined is Docker Hub. */
  readonly server: string | undefined
  readonly username: string
  readonly password: string
}

/** `builder:`, how the image is built. Kamal's defaults are filled in. */
export interface Builder {
  /** `amd64`, `arm64`; one platform of Linux each. */
  readonly architectures: readonly string[]
  /** `docker-container`, `docker`, or `cloud ORG/NAME`. */
  readonly driver: string
  /** A Docker engine that builds for the architectures that are not the runner's. */
  readonly remote: string | undefined
  /** False: all of it is built by the remote. */
  readonly local: boolean
  /** Undefined is Kamal's clone of the commit. */
  readonly context: string | undefined
  readonly dockerfile: string
  readonly target: string | undefined
  /** Null takes the value from the environment of the build's command. */
  readonly args: Readonly<Record<string, string | null>>
  /** Names and values of what `RUN --mount=type=secret` may read. */
  readonly secrets: Readonly<Record<string, string>>
  readonly ssh: string | undefined
  readonly provenance: string | undefined
  readonly sbom: string | undefined
  readonly cache: BuildCache | undefined
}

export interface BuildCache {
  readonly type: 'gha' | 'registry'
  /** Appended to buildx's `cache-to`: `mode=max`. */
  readonly options: string | undefined
  /** Without a server, as Kamal has it. */
  readonly image: string | undefined
}

/** How many hosts boot at once: a count, or a percentage of all hosts (at least one). */
export type BootLimit = { readonly hosts: number } | { readonly percent: number }

export interface Role {
  readonly name: string
  readonly hosts: readonly string[]
  /** Appended to `docker run` word for word, as Kamal does. */
  readonly cmd: string | undefined
  /** Of hosts without tags; `environmentOn` has that of each host. */
  readonly env: Environment
  /** By host, where its tags (`env/tags`) say something. */
  readonly tagged: Readonly<Record<string, Environment>>
  readonly labels: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  /** Docker's own flags, in the file's order: `--name "value"`; `true` is a bare flag. */
  readonly options: readonly DockerOption[]
  /** Docker's restart policy; `unless-stopped` unless `options.restart` says otherwise. */
  readonly restart: string
  readonly logging: Logging
  /** Time that `docker stop` gives; undefined leaves Docker's own ten seconds. */
  readonly stopTimeoutMs: number | undefined
  /** Undefined: the role takes no requests. */
  readonly proxy: Proxy | undefined
  /** Files of the image that outlive a version; undefined for a role without a proxy. */
  readonly assets: Assets | undefined
  /** False: the old container is stopped before the new one starts (`x-seaworthy.roles.R.overlap`). */
  readonly overlap: boolean
}

export interface Assets {
  /** Folder in the image, and where the shared files are mounted: `/rails/public/assets`. */
  readonly path: string
  /** Docker's options of the mount, `ro`; undefined: none. */
  readonly options: string | undefined
}

export interface Environment {
  /** Goes to `docker create --env`; null takes the value from the host's shell, as Kamal does. */
  readonly clear: Readonly<Record<string, string | boolean | null>>
  /** Goes to the environment file only. Already resolved. */
  readonly secret: Readonly<Record<string, string>>
}

export interface DockerOption {
  readonly name: string
  readonly value: string | true
}

export interface Logging {
  readonly driver: string | undefined
  readonly options: Readonly<Record<string, string>>
}

/** How kamal-proxy serves a role. Undefined means: the flag is not given, the proxy's default holds. */
export interface Proxy {
  readonly appPort: number
  readonly hosts: readonly string[]
  readonly ssl: boolean
  /** The certificate of one's own that SSL goes by; undefined: the proxy gets one itself. */
  readonly certificate: Certificate | undefined
  readonly sslRedirect: boolean | undefined
  readonly forwardHeaders: boolean | undefined
  readonly responseTimeoutMs: number | undefined
  readonly pathPrefixes: readonly string[]
  readonly stripPathPrefix: boolean | undefined
  readonly healthcheck: {
    readonly intervalMs: number | undefined
    readonly timeoutMs: number | undefined
    readonly path: string | undefined
  }
  readonly buffering: {
    readonly requests: boolean
    readonly responses: boolean
    readonly maxRequestBody: number | undefined
    readonly maxResponseBody: number | undefined
    readonly memory: number | undefined
  }
  readonly logging: {
    readonly requestHeaders: readonly string[]
    readonly responseHeaders: readonly string[]
  }
  /** From `proxy.run` of the role's hosts; undefined: Kamal's own boot files or defaults decide. */
  readonly run: ProxyRun | undefined
}

/** Both in PEM, resolved from secrets. */
export interface Certificate {
  readonly chain: string
  readonly key: string
}

export interface ProxyRun {
  readonly httpPort: number
  readonly httpsPort: number
  readonly metricsPort: number | undefined
  readonly debug: boolean
  readonly logMaxSize: string
  readonly publish: boolean
  readonly bindIps: readonly string[]
  readonly registry: string | undefined
  readonly repository: string
  readonly version: string
  readonly options: readonly DockerOption[]
}

export interface SshSettings {
  readonly user: string
  readonly port: number
  readonly proxy:
    { readonly user: string; readonly host: string; readonly port: number } | undefined
  /** Paths of private keys on the runner, as written. */
  readonly keys: readonly string[]
  /** Private keys themselves, resolved from secrets. */
  readonly keyData: readonly string[]
  /** Keys of an agent are not offered beside these. */
  readonly keysOnly: boolean
  /** Which ssh_config counts: the user's own, or files as written; none of them may be there. */
  readonly configFiles: 'own' | readonly string[]
}

/** `x-seaworthy:`; Kamal ignores it. */
export interface OwnSettings {
  /** known_hosts lines or `SHA256:` fingerprints. */
  readonly knownHosts: readonly string[]
  readonly gate: StageGate
  /** What `operate` may run in a container, by name. */
  readonly commands: Readonly<Record<string, OwnCommand>>
}

/** A command of the allow-list `x-seaworthy.commands`. */
export interface OwnCommand {
  /** The program and its arguments; no shell reads them. */
  readonly words: readonly string[]
  /** Undefined: the primary role. */
  readonly role: string | undefined
  /** On the first host of the role, or on all of them. */
  readonly hosts: 'first' | 'all'
  readonly timeoutMs: number
  /** How many words who runs it may add. */
  readonly mostArguments: number
}

/** How a staged container proves itself before any traffic moves. */
export interface StageGate {
  readonly timeoutMs: number
  readonly intervalMs: number
  readonly successes: number
  /** Undefined: the proxy's health path. */
  readonly path: string | undefined
  readonly expect: { readonly status: number | undefined; readonly body: string | undefined }
}

/** `S` or `S-D`: what Kamal calls a service with its destination. */
export const serviceKey = (config: Pick<Config, 'service' | 'destination'>): string =>
  config.destination === undefined ? config.service : `${config.service}-${config.destination}`

/** The environment of a role's container on a host: the root's, the role's, then each tag's of the host. */
export const environmentOn = (role: Pick<Role, 'env' | 'tagged'>, host: string): Environment =>
  (Object.hasOwn(role.tagged, host) ? role.tagged[host] : undefined) ?? role.env

/** Every host once, hosts of the primary role first. */
export const allHosts = (config: Pick<Config, 'roles'>): readonly string[] => [
  ...new Set(config.roles.flatMap((role) => role.hosts)),
]
