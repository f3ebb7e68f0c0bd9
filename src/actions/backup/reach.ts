import { SeaworthyError } from '../../base/error.ts'
import { findClients } from '../../postgres/client/find.ts'
import type { Database } from '../../postgres/database.ts'
import type { Address } from '../../postgres/reach/address.ts'
import { reachInContainer } from '../../postgres/reach/container.ts'
import { reachDirect, type Here } from '../../postgres/reach/direct.ts'
import { parseDatabaseUrl } from '../../postgres/reach/parse-url.ts'
import { parseThrough, type SshPlace, type Through } from '../../postgres/reach/through.ts'
import { reachThroughTunnel } from '../../postgres/reach/tunnel.ts'
import { connect } from '../../ssh/connect.ts'
import type { Connection } from '../../ssh/connection.ts'
import { readPrivateKey } from '../../ssh/keys.ts'
import { parseKnownHosts } from '../../ssh/known-hosts.ts'
import type { Context } from '../shared/context.ts'
import type { BackupInputs } from './read.ts'

export interface Way {
  readonly address: Address
  readonly through: Through
  /** The address says nothing: a container's own variables do. */
  readonly unnamed: boolean
}

/** @throws SeaworthyError `input-invalid` with every mistake. */
export const wayOf = ({ databaseUrl, through }: BackupInputs, { env }: Context): Way => {
  const url = parseDatabaseUrl(databaseUrl ?? '', env)
  const road = parseThrough(through)
  const faults = [
    ...(url.ok ? [] : url.mistakes.map((mistake) => `database-url: ${mistake}`)),
    ...(road.ok ? [] : [road.mistake]),
  ]
  if (!url.ok || !road.ok)
    throw new SeaworthyError('input-invalid', faults.join('\n'), {
      hint: 'Keep the URL in a secret: postgres://user:password@host:5432/name',
    })
  const unnamed = databaseUrl === undefined && env['PGUSER'] === undefined
  return { address: url.address, through: road.through, unnamed }
}

const connectTo = (
  { host, port, user = 'root' }: SshPlace,
  inputs: BackupInputs,
  { env, signal }: Context,
): Promise<Connection> => {
  const agent = env['SSH_AUTH_SOCK']
  if (inputs.key === undefined && agent === undefined)
    throw new SeaworthyError('key-unusable', `There is no key to log in to ${host} with.`, {
      hint: 'Set the input ssh-private-key from a secret, or start an ssh-agent before this step.',
    })
  const target = {
    ...{ name: host, host, port, user, agent },
    keys: inputs.key === undefined ? [] : [readPrivateKey(inputs.key, inputs.passphrase)],
    known: parseKnownHosts([inputs.knownHosts ?? '']),
    compress: true,
  }
  return connect(target, {}, signal)
}

const overSsh = async (
  way: Way,
  through: Exclude<Through, { kind: 'direct' }>,
  connection: Connection,
  here: Here,
  signal: AbortSignal,
): Promise<Database> => {
  const { address, unnamed } = way
  return through.kind === 'tunnel'
    ? reachThroughTunnel(address, connection, here)
    : reachInContainer(unnamed ? undefined : address, through.container, connection, signal)
}

/** Runs `work` with the database at hand, and closes every way to it. */
export const withDatabase = async <T>(
  way: Way,
  inputs: BackupInputs,
  context: Context,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const { env, signal } = context
  const here = { env, clients: () => findClients({ path: env['PATH'] ?? '' }) }
  const { through } = way
  const connection =
    through.kind === 'direct' ? undefined : await connectTo(through, inputs, context)
  try {
    const database =
      through.kind === 'direct' || connection === undefined
        ? reachDirect(way.address, here)
        : await overSsh(way, through, connection, here, signal)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  } finally {
    await connection?.close()
  }
}
