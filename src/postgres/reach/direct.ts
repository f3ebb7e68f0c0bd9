import type { Installed } from '../client/find.ts'
import { clientHere } from '../client/here.ts'
import type { Database } from '../database.ts'
import { placeOf } from './address.ts'
import type { Address } from './address.ts'
import { complete } from './complete.ts'
import { libpqVariables } from './libpq.ts'
import { openSession } from './log-in.ts'

/** What a database needs of this machine. */
export interface Here {
  /** Of which programs get PATH and HOME. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** A client for a server of this major. @throws SeaworthyError `client-missing`. */
  readonly client: (serverMajor: number, signal: AbortSignal) => Promise<Installed>
}

/** A database that this machine sees. Nothing is opened yet. */
export const reachDirect = (given: Address, here: Here): Database => {
  const address = complete(given)
  return {
    label: `${address.database} at ${placeOf(address)}`,
    name: address.database,
    session: (signal) => openSession({ address }, undefined, signal),
    client: async (serverMajor, signal) => {
      const installed = await here.client(serverMajor, signal)
      signal.throwIfAborted()
      return clientHere(installed, here.env, libpqVariables(address), address.database)
    },
    close: () => Promise.resolve(),
  }
}
