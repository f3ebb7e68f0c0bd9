import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { onHost, root, type LabHost } from './lab.ts'
import { lastRows, type PostgresServer } from './postgres.ts'
import type { Major } from './postgres-store.ts'
import { outputOf } from './processes.ts'

/** A PostgreSQL accessory on a lab's host, as Kamal runs one. */
export interface Accessory extends Pick<PostgresServer, 'major' | 'query' | 'connect'> {
  readonly host: LabHost
  /** The container's name. */
  readonly name: string
  readonly user: string
  readonly password: string
  /** The one that it was set up with. */
  readonly database: string
  /** What `sh` in the container printed. @throws Error when it failed. */
  readonly inside: (command: string) => Promise<string>
}

type Wish = Pick<Accessory, 'major' | 'host' | 'name' | 'user' | 'password' | 'database'>

const said = async (host: LabHost, command: string): Promise<string> => {
  const { code, stdout, stderr } = await onHost(host, command)
  if (code === 0) return stdout
  throw new Error(`${host.name}: ${command} ended with ${code}: ${stderr}`)
}

/**
 * Makes the image of a PostgreSQL server that stands for the official one and loads it into an engine
 * as `postgres:MAJOR`: into a host's, or into the one that the hosts run on.
 */
export const loadPostgresImage = async (major: Major, where: LabHost | 'engine'): Promise<void> => {
  const flags = where === 'engine' ? ['--engine'] : ['--host', where.name]
  await outputOf(join(root, 'lab/postgres/image'), [`${major}`, ...flags], { timeoutMs: 300_000 })
}

const connectTo = async (wish: Wish, database: string): Promise<Client> => {
  const { host, user, password } = wish
  const client = new Client({ host: host.privateAddress, port: 5432, user, password, database })
  // A server that is killed ends its idle connections as an event, which would end this process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Waits until an accessory takes connections, at most a minute. @throws Error with its log. */
export const untilReady = async (accessory: Accessory): Promise<void> => {
  const { connect, host, name } = accessory
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    const client = await connect().catch(() => undefined)
    await client?.end()
    if (client !== undefined) return
    await sleep(100)
  }
  throw new Error(
    `${name} does not answer: ${await said(host, `docker logs --tail 20 ${name} 2>&1`)}`,
  )
}

/** `docker run` of Kamal 2.12 for an accessory with `port: 5432` (commands/accessory.rb). */
const kamals = ({ major, name, user, database }: Wish): string =>
  [
    'docker network inspect kamal >/dev/null 2>&1 || docker network create kamal >/dev/null;',
    `docker run --name ${name} --detach --restart unless-stopped --network kamal`,
    `--log-opt max-size="10m" --publish 5432:5432 --env POSTGRES_USER=${user}`,
    `--env POSTGRES_DB=${database} --env-file /dev/stdin --label service="${name}" postgres:${major}`,
  ].join(' ')

/** Starts an accessory on a host that has its image; ready when this returns. It goes with the host. */
export const startAccessory = async (wish: Wish): Promise<Accessory> => {
  const { host, name, password } = wish
  const input = `POSTGRES_PASSWORD=${password}\n`
  const { code, stderr } = await onHost(host, kamals(wish), { input })
  if (code !== 0) throw new Error(`${name} did not start: ${stderr}`)
  const connect = (database = 'postgres'): Promise<Client> => connectTo(wish, database)
  const accessory: Accessory = {
    ...wish,
    connect,
    query: async (sql, database) => {
      const client = await connect(database)
      try {
        return lastRows(await client.query(sql))
      } finally {
        await client.end()
      }
    },
    inside: (command) =>
      said(host, `docker exec ${name} sh -c '${command.replaceAll("'", `'\\''`)}'`),
  }
  await untilReady(accessory)
  return accessory
}
