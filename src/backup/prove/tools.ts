import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import type { Installed } from '../../postgres/client/find.ts'
import { clientHere } from '../../postgres/client/here.ts'
import { clientInCopy } from '../../postgres/client/in-copy.ts'
import type { Client } from '../../postgres/database.ts'
import type { Restorer } from '../../postgres/restore/restorer.ts'
import { chooseServer } from '../../postgres/server/choose.ts'
import { dockerEnvironment } from '../../postgres/server/docker.ts'
import { fetchServer } from '../../postgres/server/fetch.ts'
import { debianPackages, findServers, type Binaries } from '../../postgres/server/find.ts'
import { runProgram } from '../../base/program.ts'
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

/**
 * The client of this machine that reads archives of a major's pg_dump. Beside a server in a container,
 * whose own programs fit, only one of that very major, for its several workers; nothing is installed then.
 * @throws SeaworthyError `client-missing`.
 */
export const clientBeside = async (
  { kind }: Binaries,
  major: number,
  order: ProofOrder,
): Promise<Installed | undefined> => {
  if (kind !== 'docker') return order.client(major, { install: true })
  try {
    const found = await order.client(major, { install: false })
    return found.major === major ? found : undefined
  } catch (error) {
    if (error instanceof SeaworthyError && error.code === 'client-missing') return undefined
    throw error
  }
}

/** All that can restore: the client of this machine, and what the server's container has. */
export const restorersOf = (
  client: Installed | undefined,
  { container, major }: Throwaway,
  { env }: ProofOrder,
): readonly Restorer[] => [
  ...(client === undefined
    ? []
    : [
        {
          kind: 'program' as const,
          path: join(client.folder, 'pg_restore'),
          major: client.major,
        },
      ]),
  ...(container === undefined
    ? []
    : [{ kind: 'container' as const, container, major, env: dockerEnvironment(env) }]),
]

/** What dumps the copy's schema: this machine's client, else the programs in the copy's container. */
export const copyClient = (
  client: Installed | undefined,
  server: Throwaway,
  { env }: ProofOrder,
  database: string,
): Client => {
  if (client !== undefined)
    return clientHere(client, env, { ...server.env, PGDATABASE: database }, database)
  if (server.container === undefined) throw new Error('There is neither a client nor a container.')
  return clientInCopy(server.container, server, env, database)
}
