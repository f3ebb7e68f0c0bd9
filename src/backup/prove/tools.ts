import { join } from 'node:path'
import type { Installed } from '../../postgres/client/find.ts'
import type { Restorer } from '../../postgres/restore/restorer.ts'
import { chooseServer } from '../../postgres/server/choose.ts'
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

/** All that can restore: the client of this machine, and what the server's container has. */
export const restorersOf = (
  client: Installed,
  { container, major }: Throwaway,
): readonly Restorer[] => [
  { kind: 'program', path: join(client.folder, 'pg_restore'), major: client.major },
  ...(container === undefined ? [] : [{ kind: 'container' as const, container, major }]),
]
