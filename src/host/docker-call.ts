/** A call of Docker's Engine API, spoken over the host's own socket. */
export interface DockerCall {
  readonly kind: 'docker'
  /** What it does, for plan, log and errors: `pull ghcr.io/acme/shop@sha256:...`. */
  readonly title: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path without version and query: `/containers/json`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Credentials for the registry, padded base64url JSON as Docker wants them. Never printed. */
  readonly registryAuth?: string
  /** Port of a registry on the machine that deploys: it is a port of the host's own loopback while the call goes on. */
  readonly registryPort?: number
  /** Status codes that are success; 200, 201, 204 and 304 unless said otherwise. */
  readonly accept?: readonly number[]
  /** Docker answers 200 at once and reports failure inside the stream. */
  readonly streams?: true
  /** False for calls that only read. */
  readonly changes: boolean
  readonly timeoutMs: number
}

export interface DockerAnswer {
  readonly status: number
  /** The whole body; at most 16 MiB are kept, log streams and archives included. */
  readonly body: Buffer
}
