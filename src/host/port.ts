import type { DockerAnswer, DockerCall } from './docker-call.ts'
import type { Probe, ProbeAnswer } from './probe.ts'
import type { Script, ScriptAnswer } from './script.ts'

/**
 * One server, as everything above `ssh` sees it: three ways to say something, each one exchange.
 *
 * Obligations of an implementation:
 * - an exchange that resolves was carried out exactly once;
 * - one that rejects may have been carried out once, or not, or may still be going on (a script runs
 *   on when its connection is cut): who goes on after a rejection must look, never assume;
 * - an exchange ends within its `timeoutMs`, or at once when `signal` is aborted;
 * - it rejects only with a SeaworthyError: `host-unreachable` (nothing was sent), `host-lost`,
 *   `host-timeout`, `cancelled`; `docker-refused` when there is no way to Docker at all,
 *   `registry-unreachable` when the host can't be given the registry that a call needs, and
 *   `script-failed` when a script could not be begun. A refusal by Docker, a script or an app is an answer.
 */
export interface Host {
  /** The address as deploy.yml has it. */
  readonly name: string
  docker(call: DockerCall, signal?: AbortSignal): Promise<DockerAnswer>
  script(script: Script, signal?: AbortSignal): Promise<ScriptAnswer>
  probe(probe: Probe, signal?: AbortSignal): Promise<ProbeAnswer>
}

/** What can be said to a host, as data. */
export type Command = DockerCall | Script | Probe
