import { SeaworthyError } from '../../base/error.ts'
import type { Database } from '../../postgres/database.ts'
import type { Address } from '../../postgres/reach/address.ts'
import { reachInContainer } from '../../postgres/reach/container.ts'
import { reachDirect, type Here } from '../../postgres/reach/direct.ts'
import type { SshPlace, Through } from '../../postgres/reach/through.ts'
import { reachThroughTunnel } from '../../postgres/reach/tunnel.ts'
import { connect } from '../../ssh/connect.ts'
import type { Connection } from '../../ssh/connection.ts'
import { readPrivateKey } from '../../ssh/keys.ts'
import { parseKnownHosts } from '../../ssh/known-hosts.ts'
import { clientFor } from '../shared/client.ts'
import type { Context } from '../shared/context.ts'
import type { BackupInputs } from './read.ts'

export interface Way {
  readonly address: Address
  readonly through: Through
  /** The address says nothing: a container's own variables do. */
  readonly unnamed: boolean
}

export const wayOf = ({ databaseUrl, address, through }: BackupInputs, { env }: Context): Way => ({
  ...{ address, through },
  unnamed: databaseUrl === undefined && env['PGUSER'] === undefined,
})

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

/**
 * Runs `work` with the database at hand, and closes every way to it. `folder` is the step's own.
 * @throws SeaworthyError `host-lost` for whatever failed after the SSH connection was lost.
 */
export const withDatabase = async <T>(
  way: Way,
  inputs: BackupInputs,
  context: Context,
  folder: string,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const { env, signal } = context
  const here = { env, client: clientFor(context, inputs, folder) }
  const { through } = way
  const connection =
    through.kind === 'direct' ? undefined : await connectTo(through, inputs, context)
  let lost: SeaworthyError | undefined
  void connection?.lost.then((why) => (lost = why))
  try {
    const database =
      through.kind === 'direct' || connection === undefined
        ? reachDirect(way.address, here)
        : await overSsh(way, through, connection, here, signal)
    try {
      return await work(database)
    } catch (error) {
      if (signal.aborted || lost !== undefined || database.explain === undefined) throw error
      throw await database.explain(error)
    } finally {
      await database.close()
    }
  } catch (error) {
    // All that went over it failed in its own words; this is why.
    throw lost ?? error
  } finally {
    await connection?.close()
  }
}
