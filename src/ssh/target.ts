import type { PrivateKey } from './keys.ts'
import type { KnownHosts } from './known-hosts.ts'

/** Where an SSH server listens, and as whom to log in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly user: string
}

/** What proves who we are. Keys are offered in order, then those of the agent. */
export interface Login {
  readonly keys: readonly PrivateKey[]
  /** Path of an agent's socket. */
  readonly agent?: string | undefined
}

export interface Target extends Endpoint, Login {
  /** The host as deploy.yml has it, for messages. */
  readonly name: string
  readonly known: KnownHosts
  /** One host in between; same keys, and its own host key is checked as well. */
  readonly jump?: Endpoint | undefined
  /** Compress what is sent and received (`zlib@openssh.com`) where the server can; not by itself. */
  readonly compress?: boolean | undefined
}

export interface Limits {
  /** For everything until the login is done, jump host and further attempts included: 20 s. */
  readonly connectTimeoutMs?: number | undefined
  /** Between two signs of life; the connection counts as lost after three without an answer: 5 s. */
  readonly keepaliveIntervalMs?: number | undefined
}

/** `h1`, or `h1 (10.0.0.5:2222)` where the name alone does not say it. */
export const describe = ({ name, host, port }: Target): string => {
  const address = port === 22 ? host : `${host}:${String(port)}`
  return address === name ? name : `${name} (${address})`
}
