import { SeaworthyError } from '../../base/error.ts'
import { quote } from '../../base/quote.ts'
import type { Connection } from '../../ssh/connection.ts'
import { chooseClient } from '../client/choose.ts'
import { parseVersion } from '../client/find.ts'
import type { Client, Database } from '../database.ts'
import { isFolder } from './address.ts'
import type { Address, FullAddress } from './address.ts'
import { explainByEnd } from './container-end.ts'
import { lookAtContainer } from './container-look.ts'
import type { Container } from './container-look.ts'
import { runInside } from './container-run.ts'
import { openSession } from './log-in.ts'

const set = (env: ReadonlyMap<string, string>, name: string): string | undefined =>
  env.get(name) === '' ? undefined : env.get(name)

const nameOf = (given: Address | undefined): string | undefined =>
  given?.host === undefined || isFolder(given.host) ? undefined : given.host

const defaults: Omit<Address, 'host' | 'user' | 'password' | 'database'> = {
  ...{ port: 5432, sslMode: 'prefer' as const, sslRootCert: undefined, options: undefined },
  applicationName: 'seaworthy',
}

/**
 * What the URL leaves out is as the official image was told: its variables say with which user,
 * password and database it was set up. The password is only that of this very user. The URL's host
 * is but the name that TLS checks.
 */
export const addressInside = (
  given: Address | undefined,
  { address, env }: Pick<Container, 'address' | 'env'>,
): FullAddress => {
  const owner = set(env, 'POSTGRES_USER') ?? 'postgres'
  const user = given?.user ?? owner
  return {
    ...defaults,
    ...given,
    host: nameOf(given) ?? address,
    user,
    password: given?.password ?? (user === owner ? set(env, 'POSTGRES_PASSWORD') : undefined),
    database: given?.database ?? set(env, 'POSTGRES_DB') ?? user,
  }
}

const limits = { stdoutBytes: 1024, stderrBytes: 4096 }

const versionInside = async (
  container: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<{ readonly version: string; readonly major: number }> => {
  const script = `docker exec ${quote(container)} pg_dump --version </dev/null`
  const { stdout, stderr } = await connection.exec(script, limits, signal)
  const known = parseVersion(stdout.toString('utf8'))
  if (known !== undefined) return known
  const where = `the container ${container} on ${connection.name}`
  throw new SeaworthyError('client-missing', `There is no pg_dump in ${where} that runs.`, {
    hint: 'Use `through: ssh://user@host` with an address that the host sees.',
    // Docker tells on either of them that there is no such program.
    evidence: [`${stdout.toString('utf8')}${stderr.toString('utf8')}`.trim()],
  })
}

/**
 * A database in a container behind SSH: driver sessions go to the container's address, pg_dump and
 * pg_dumpall are those of the container. The connection stays with the caller. Without an address
 * the container's own variables say all.
 * @throws SeaworthyError `database-unreachable`
 */
export const reachInContainer = async (
  given: Address | undefined,
  name: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<Database> => {
  const container = await lookAtContainer(name, connection, signal)
  const address = addressInside(given, container)
  const through = connection.name
  const client = async (serverMajor: number, until: AbortSignal): Promise<Client> => {
    const known = await versionInside(name, connection, until)
    const { version, major } = chooseClient([known], serverMajor)
    const inside = { container: name, connection, address }
    return {
      version,
      major,
      from: `container ${name} on ${through}`,
      run: (program, args, stop) => runInside(inside, program, args, stop),
    }
  }
  return {
    label: `${address.database} in ${name} on ${through}`,
    name: address.database,
    session: (until) =>
      openSession(
        { address, through },
        (within) => connection.forwardTcp(container.address, address.port, within),
        until,
      ),
    client,
    explain: (error) => explainByEnd(error, container, connection),
    close: () => Promise.resolve(),
  }
}
