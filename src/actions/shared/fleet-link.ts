import { SeaworthyError } from '../../base/error.ts'
import { connectFleet, type ConnectedFleet } from '../../fleet/connect/connect.ts'
import type { Host } from '../../host/port.ts'
import type { Target } from '../../ssh/target.ts'

/** Connections to a fleet that can be renewed where they were lost. */
export interface FleetLink {
  readonly hosts: ReadonlyMap<string, Host>
  readonly failures: ConnectedFleet['failures']
  /** Connects where a connection was lost, never stood or is named; resolves with all that stand. */
  readonly revive: (renew?: readonly string[]) => Promise<ReadonlyMap<string, Host>>
  readonly close: () => Promise<void>
}

/** Whether an error says that its connection can't be relied on any more. */
export const tellsLoss = (error: unknown): boolean =>
  error instanceof SeaworthyError &&
  ['host-lost', 'host-timeout', 'host-unreachable'].includes(error.code)

/** A host that reports to `lost` when an exchange shows that its connection can't be relied on. */
const watched = (host: Host, lost: Set<string>): Host => {
  const watch = async <T>(exchange: Promise<T>): Promise<T> => {
    try {
      return await exchange
    } catch (error) {
      if (tellsLoss(error)) lost.add(host.name)
      throw error
    }
  }
  return {
    name: host.name,
    docker: (call, signal) => watch(host.docker(call, signal)),
    script: (script, signal) => watch(host.script(script, signal)),
    probe: (probe, signal) => watch(host.probe(probe, signal)),
  }
}

/** How to log in to hosts, by their names. */
export type LoginsTo = (names: readonly string[]) => readonly Target[]

/**
 * Connects to all targets at once, and keeps what is needed to do so again. A host that is none of them
 * is connected to when it is named: what a recovery owes may be there.
 */
export const linkFleet = async (
  targets: readonly Target[],
  signal: AbortSignal,
  loginsTo: LoginsTo,
): Promise<FleetLink> => {
  const known = new Map(targets.map((target) => [target.name, target]))
  const lost = new Set<string>()
  const hosts = new Map<string, Host>()
  const fleets: ConnectedFleet[] = []
  const open = async (wanted: readonly Target[], until?: AbortSignal): Promise<ConnectedFleet> => {
    const fleet = await connectFleet(wanted, {}, until)
    fleets.push(fleet)
    for (const host of fleet.hosts) hosts.set(host.name, watched(host, lost))
    return fleet
  }
  const first = await open(targets, signal)
  const revive = async (renew: readonly string[] = []): Promise<ReadonlyMap<string, Host>> => {
    const isOld = (name: string): boolean =>
      lost.has(name) || renew.includes(name) || !hosts.has(name)
    const others = renew.filter((name) => !known.has(name))
    if (others.length > 0) for (const target of loginsTo(others)) known.set(target.name, target)
    const wanted = [...known.values()].filter(({ name }) => isOld(name))
    for (const { name } of wanted) hosts.delete(name)
    lost.clear()
    if (wanted.length > 0) await open(wanted)
    return hosts
  }
  return {
    hosts,
    failures: first.failures,
    revive,
    close: async () => {
      await Promise.all(fleets.map((fleet) => fleet.close()))
    },
  }
}
