import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { escapeIdentifier } from 'pg'
import { outputOf } from './processes.ts'
import { clientsFor, type Major } from './postgres-store.ts'
import type { PostgresServer } from './postgres.ts'

const reach = ({ host, port }: PostgresServer): readonly string[] => [
  `--host=${host}`,
  `--port=${port}`,
  '--username=postgres',
]

/**
 * pg_dump -Fc of a database, and pg_restore --exit-on-error into a new one (of `target`, which has
 * the roles; the same server unless told), with the programs of major `client`. Nothing of ours is in it: it shows that a database can be restored.
 * @throws Error with what the program said.
 */
export const roundTrip = async (
  server: PostgresServer,
  {
    from,
    into,
    client,
    target = server,
  }: {
    readonly from: string
    readonly into: string
    readonly client: Major
    readonly target?: PostgresServer
  },
): Promise<void> => {
  const bin = clientsFor(client)
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-dump-'))
  const dump = join(folder, 'dump')
  try {
    const dumping = [...reach(server), '--format=custom', `--file=${dump}`, from]
    await outputOf(join(bin, 'pg_dump'), dumping, { timeoutMs: 120_000 })
    await target.query(`CREATE DATABASE ${escapeIdentifier(into)} TEMPLATE template0`)
    const restoring = [...reach(target), '--exit-on-error', `--dbname=${into}`, dump]
    await outputOf(join(bin, 'pg_restore'), restoring, { timeoutMs: 120_000 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
