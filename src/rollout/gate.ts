/** What a staged container must show before any traffic moves. All durations in milliseconds. */
export type Gate = HttpGate | ContainerGate

interface GateBase {
  readonly role: string
  /** Its block in deploy.yml; `servers/ROLE` unless it is said. */
  readonly block?: string
  /** Name of the container on its host. */
  readonly container: string
  /** Reference that the container was made from: `repo:V`. */
  readonly image: string
  readonly timeoutMs: number
}

/** Asks the health path as kamal-proxy will, through the SSH connection. */
export interface HttpGate extends GateBase {
  readonly kind: 'http'
  readonly port: number
  readonly path: string
  readonly intervalMs: number
  /** Limit of one question. */
  readonly answerMs: number
  /** Consecutive good answers that are wanted. */
  readonly successes: number
  /** Undefined: any 2xx, as the proxy takes it. */
  readonly status: number | undefined
  /** Text that the body must hold. */
  readonly body: string | undefined
}

/** For roles without proxy: Docker's own health where the image has a check, else staying up. */
export interface ContainerGate extends GateBase {
  readonly kind: 'container'
  /** How long a container without a check must run without ending or restarting. */
  readonly readinessMs: number
}

/** Where deploy.yml says how a container is started: `servers/web`, `accessories/db`. */
export const blockOf = ({ block, role }: Gate): string => block ?? `servers/${role}`
