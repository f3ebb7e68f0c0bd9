import { SeaworthyError } from '../../base/error.ts'
import type { Host } from '../../host/port.ts'
import { connect } from '../../ssh/connect.ts'
import type { Connection } from '../../ssh/connection.ts'
import type { Limits, Target } from '../../ssh/target.ts'
import { hostOverSsh } from './host-over-ssh.ts'

export interface FleetOptions extends Limits {
  /** How many connect at the same time; sshd turns callers away from the eleventh on: 8. */
  readonly atOnce?: number | undefined
}

export interface ConnectedFleet {
  /** Those that could be reached, in the order of the targets. */
  readonly hosts: readonly Host[]
  /** All that could not, each with its reason. */
  readonly failures: readonly { readonly host: string; readonly error: SeaworthyError }[]
  /** Ends every connection; nothing keeps the process running afterwards. */
  close(): Promise<void>
}

type Outcome =
  { readonly connection: Connection } | { readonly host: string; readonly error: SeaworthyError }

const attempt = async (
  target: Target,
  options: FleetOptions,
  signal: AbortSignal | undefined,
): Promise<Outcome> => {
  try {
    return { connection: await connect(target, options, signal) }
  } catch (error) {
    if (error instanceof SeaworthyError) return { host: target.name, error }
    throw error
  }
}

/** Maps in order, at most `atOnce` at a time. */
const mapSome = async <T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return results
}

const closeAll = async (connections: readonly Connection[]): Promise<void> => {
  await Promise.all(connections.map((connection) => connection.close()))
}

/**
 * Connects to all hosts, each once, and reports every failure. When the signal is aborted, what was
 * connected is closed again and it rejects with `cancelled`.
 */
export const connectFleet = async (
  targets: readonly Target[],
  options: FleetOptions = {},
  signal?: AbortSignal,
): Promise<ConnectedFleet> => {
  const outcomes = await mapSome(targets, options.atOnce ?? 8, (target) =>
    attempt(target, options, signal),
  )
  const connections = outcomes.flatMap((one) => ('connection' in one ? [one.connection] : []))
  const failures = outcomes.flatMap((one) => ('error' in one ? [one] : []))
  if (signal?.aborted === true) {
    await closeAll(connections)
    throw new SeaworthyError('cancelled', 'Connecting to the hosts was cancelled.', {
      cause: signal.reason,
    })
  }
  return {
    hosts: connections.map((connection) => hostOverSsh(connection.name, connection)),
    failures,
    close: () => closeAll(connections),
  }
}
