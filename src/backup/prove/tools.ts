import { join } from 'node:path'
import { chooseClient } from '../../postgres/client/choose.ts'
import { findClients, type Installed } from '../../postgres/client/find.ts'
import { clientHere } from '../../postgres/client/here.ts'
import { clientInCopy } from '../../postgres/client/in-copy.ts'
import type { Client } from '../../postgres/database.ts'
import type { Restorer } from '../../postgres/restore/restorer.ts'
import { chooseServer } from '../../postgres/server/choose.ts'
import { dockerEnvironment } from '../../postgres/server/docker.ts'
import { fetchServer } from '../../postgres/server/fetch.ts'
import { debianPackages, findServers, type Binaries } from '../../postgres/server/find.ts'
import { runProgram } from '../../postgres/server/run.ts'
import type { Throwaway } from '../../postgres/server/throwaway.ts'
import type { ProofOrder } from './order.ts'

/** A server of this very major, fetched first where that is the way. */
export const serverFor = async (major: number, order: ProofOrder): Promise<Binaries> => {
  const { server, cacheFolder, env, signal, tell } = order
  const found = await findServers(
    { packages: debianPackages, cacheFolder },
    runProgram,
    env,
    signal,
  )
  const choice = chooseServer(server, major, found, process.arch)
  if (choice.kind === 'ready') return choice.binaries
  tell(`fetching a PostgreSQL ${major} server`)
  return fetchServer(choice.pinned, {
    ...{ cacheFolder, run: runProgram, env, arch: process.arch, signal },
  })
}

/** The clients of this machine. */
export const clientsOf = ({ env }: ProofOrder): Promise<readonly Installed[]> =>
  findClients({ path: env['PATH'] ?? '' })

/** All that can restore: the clients of this machine, and what the server's container has. */
export const restorersOf = (
  clients: readonly Installed[],
  { container, major }: Throwaway,
  { env }: ProofOrder,
): readonly Restorer[] => [
  ...clients.map((client): Restorer => {
    return { kind: 'program', path: join(client.folder, 'pg_restore'), major: client.major }
  }),
  ...(container === undefined
    ? []
    : [{ kind: 'container' as const, container, major, env: dockerEnvironment(env) }]),
]

/** What dumps the copy's schema: the major that dumped the source's, else what writes the same text. */
export const copyClient = (
  clients: readonly Installed[],
  server: Throwaway,
  { env }: ProofOrder,
  { major, database }: { readonly major: number; readonly database: string },
): Client => {
  const here = clients.some((client) => client.major === major)
  if (!here && server.container !== undefined && server.major === major)
    return clientInCopy(server.container, server, env, database)
  const chosen = chooseClient(clients, major)
  return clientHere(chosen, env, { ...server.env, PGDATABASE: database }, database)
}
