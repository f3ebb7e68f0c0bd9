import type { Certificate, DockerOption, Environment, Logging, Proxy, Registry } from './config.ts'

/** A service beside the app that is started once and then left alone: a database, a cache. */
export interface Accessory {
  readonly name: string
  /** Name of its container and of its folder on a host: `S-NAME` unless the file says otherwise. */
  readonly service: string
  /** In the file's order, each once. */
  readonly hosts: readonly string[]
  /**
   * Undefined: kamal-proxy sends it no requests. A certificate in it says only that there is one: what
   * is in it is the kit's.
   */
  readonly proxy: Proxy | undefined
  /** What it takes to make its container; undefined unless it was asked for, as it needs secrets. */
  readonly kit: AccessoryKit | undefined
}

export interface AccessoryKit {
  /** With its own registry's server in front: `postgres:17`. */
  readonly image: string
  /** The login for that image: its own, or the app's where the server is the same. */
  readonly registry: Registry | undefined
  readonly network: string
  /** What is published, as `docker run --publish` takes it. */
  readonly port: string | undefined
  readonly logging: Logging
  readonly env: Environment
  readonly labels: Readonly<Record<string, string>>
  /** Also those of files and directories, which begin with `$PWD/`. */
  readonly volumes: readonly string[]
  readonly options: readonly DockerOption[]
  readonly restart: string
  /** Appended word for word. */
  readonly cmd: string | undefined
  /** Of its own, that the proxy goes by; undefined: none. */
  readonly certificate: Certificate | undefined
  readonly files: readonly AccessoryFile[]
  readonly directories: readonly AccessoryDirectory[]
}

/** A file that its container gets to see. */
export interface AccessoryFile {
  /** On the host, relative to the login user's home. */
  readonly path: string
  readonly base64: string
  /** Octal, as `chmod` takes it. */
  readonly mode: string
  readonly owner: string | undefined
}

/** A folder on the host that outlives the container. */
export interface AccessoryDirectory {
  readonly path: string
  /** Undefined: as `mkdir` makes it. */
  readonly mode: string | undefined
  readonly owner: string | undefined
}
