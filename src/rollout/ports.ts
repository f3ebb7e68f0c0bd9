import { SeaworthyError } from '../base/error.ts'
import type { Clock, Random } from '../base/ports.ts'
import type { Host } from '../host/port.ts'
import type { Narrate } from './events.ts'
import type { Hook } from './plan.ts'

/** All that a rollout needs of the world. Simulated hosts bring every one of these themselves. */
export interface Ports {
  readonly clock: Clock
  readonly random: Random
  /** The hosts that could be reached, by name. */
  readonly hosts: ReadonlyMap<string, Host>
  /**
   * Connects again to hosts that were lost, and anew to those of `renew`, also where they were none of
   * this run's; resolves with all that can be reached now.
   */
  readonly revive: (renew?: readonly string[]) => Promise<ReadonlyMap<string, Host>>
  readonly narrate: Narrate
  /**
   * Runs a hook to its end, within its limit; ends it with all it has started when the signal is aborted.
   * @throws SeaworthyError `hook-failed`.
   */
  readonly hook: (hook: Hook, signal: AbortSignal) => Promise<void>
  /** Aborted when the run is cancelled: no further step is begun. */
  readonly signal: AbortSignal
}

/**
 * A host of this run by name.
 * @throws SeaworthyError `host-unreachable` when it is not connected.
 */
export const hostOf = (ports: Pick<Ports, 'hosts'>, name: string): Host => {
  const host = ports.hosts.get(name)
  if (host === undefined) throw new SeaworthyError('host-unreachable', `${name} is not connected`)
  return host
}
