import type { Duplex } from 'node:stream'
import { clientHere } from '../client/here.ts'
import type { Database } from '../database.ts'
import type { Connection } from '../../ssh/connection.ts'
import { isFolder, placeOf } from './address.ts'
import type { Address } from './address.ts'
import { complete } from './complete.ts'
import { openDetour } from './detour.ts'
import type { Detour } from './detour.ts'
import type { Here } from './direct.ts'
import { libpqVariables } from './libpq.ts'
import { openSession } from './log-in.ts'

/**
 * A database that an SSH host sees. The driver gets channels; programs of this machine get a port
 * of 127.0.0.1, open until `close`, and the real name to check TLS against. The connection stays
 * with the caller.
 */
export const reachThroughTunnel = (
  given: Address,
  connection: Connection,
  here: Here,
): Database => {
  const address = complete(given)
  const road = (signal: AbortSignal): Promise<Duplex> =>
    isFolder(address.host)
      ? connection.forwardUnix(placeOf(address), signal)
      : connection.forwardTcp(address.host, address.port, signal)
  let detour: Promise<Detour> | undefined
  // A socket of the host is a port here; its folder would be looked for on this machine.
  const seenFromHere = isFolder(address.host)
    ? { ...address, host: '127.0.0.1', sslMode: 'disable' as const }
    : address
  return {
    label: `${address.database} at ${placeOf(address)} through ${connection.name}`,
    name: address.database,
    session: (signal) => openSession({ address, through: connection.name }, road, signal),
    client: async (serverMajor, signal) => {
      const installed = await here.client(serverMajor, signal)
      signal.throwIfAborted()
      const { port } = await (detour ??= openDetour(road))
      const variables = libpqVariables(seenFromHere, { port })
      return clientHere(installed, here.env, variables, address.database)
    },
    close: async () => (await detour)?.close(),
  }
}
