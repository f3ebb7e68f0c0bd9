/** One health check, asked from the runner through the SSH connection, as kamal-proxy would ask it. */
export interface Probe {
  readonly kind: 'probe'
  /** Address of the container in the host's Docker network. */
  readonly address: string
  readonly port: number
  readonly path: string
  /** Value of the Host header: kamal-proxy sends `ID:PORT`. */
  readonly hostHeader: string
  readonly timeoutMs: number
}

export type ProbeAnswer =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      /** First 4 KiB. */
      readonly body: string
      /** Where a redirect was followed to, in order. */
      readonly redirects: readonly string[]
    }
  /** The address answers, but nothing listens on the port. */
  | { readonly outcome: 'refused' }
  /** No route: the container has no address (any more). */
  | { readonly outcome: 'unreachable'; readonly detail: string }
  | { readonly outcome: 'timeout' }
  /** Connected, but what came is no HTTP answer (connection reset, garbage). */
  | { readonly outcome: 'broken'; readonly detail: string }
  /** The SSH server forbids forwarding and the host has no other means of asking. */
  | { readonly outcome: 'forbidden'; readonly detail: string }
