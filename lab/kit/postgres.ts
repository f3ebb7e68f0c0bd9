import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Major } from './postgres-store.ts'
import {
  copyCluster,
  crash,
  end,
  freePort,
  initialise,
  spawnServer,
  waitUntil,
  type Place,
} from './postgres-process.ts'
import { freshFolder, serverUser } from './postgres-user.ts'

export { clientMajors, clientsFor, fittingClients, majors } from './postgres-store.ts'
export { serverFolder, serverMajors, type Major } from './postgres-store.ts'

export type Row = Readonly<Record<string, unknown>>

export interface PostgresOptions {
  readonly major: Major
  /** Of postgresql.conf, over the kit's own. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Later than the kit's own, so `--locale=de_DE.UTF-8` wins. */
  readonly initdbArgs?: readonly string[]
  /** The server from npm, with the test's own extension, even where the major is installed. */
  readonly packaged?: boolean
}

/** A real server, for as long as `stop` has not been called. */
export interface PostgresServer {
  readonly major: Major
  /** `postgres://postgres:PASSWORD@127.0.0.1:PORT/postgres`; over TCP the password is checked. */
  readonly url: string
  readonly urlOf: (database: string) => string
  /** The folder with the socket, for libpq's `host`: no password is asked there. */
  readonly host: string
  /** On 127.0.0.1; stays the same after a restart. */
  readonly port: number
  readonly superuser: string
  readonly password: string
  readonly dataFolder: string
  /** As superuser over the socket: the rows of the last statement. */
  readonly query: (sql: string, database?: string) => Promise<readonly Row[]>
  /** A connection of its own, as superuser over the socket; the caller ends it. */
  readonly connect: (database?: string) => Promise<Client>
  /** What the server has logged. */
  readonly log: () => string
  /** Fast shutdown, or recovery after `kill`; then ready again. */
  readonly restart: () => Promise<void>
  /** As a crash: SIGKILL. */
  readonly kill: () => Promise<void>
  /** Ends it and removes its files. Idempotent. */
  readonly stop: () => Promise<void>
}

/** For speed, and for what tests look at. */
const ownSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'logical',
  max_wal_senders: 4,
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
}
const ownInitdbArgs = ['--encoding=UTF8', '--locale=C.UTF-8']

const running = new Map<string, ChildProcess>()
process.on('exit', () => {
  for (const [folder, child] of running) {
    child.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
})

const connectTo = async (host: string, port: number, database: string): Promise<Client> => {
  const client = new Client({ host, port, database, user: 'postgres' })
  // A server that is killed ends its idle connections as an event, which would end this process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const start = async (place: Place, port: number): Promise<ChildProcess> => {
  const child = spawnServer(place, port)
  running.set(place.folder, child)
  const answers = (): Promise<boolean> =>
    connectTo(place.folder, port, 'postgres').then(
      (client) => client.end().then(() => true),
      () => false,
    )
  await waitUntil(answers, child, place.log)
  return child
}

/** The last of the statements' results, as psql would leave on the screen. */
export const lastRows = (result: unknown): readonly Row[] => {
  const last: unknown = Array.isArray(result) ? result.at(-1) : result
  return (last as { readonly rows: readonly Row[] }).rows
}

/** Its folder goes at once, a little later than the last of its processes. */
const remove = async (folder: string): Promise<void> => {
  running.delete(folder)
  for (let round = 0; round < 20; round += 1) {
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch {
      await sleep(100)
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

const serverOf = (
  { folder, data, log }: Place,
  facts: Pick<PostgresServer, 'major' | 'port' | 'password'>,
): Omit<PostgresServer, 'restart' | 'kill' | 'stop'> => {
  const urlOf = (database: string): string =>
    `postgres://postgres:${facts.password}@127.0.0.1:${facts.port}/${encodeURIComponent(database)}`
  const connect = (database = 'postgres'): Promise<Client> =>
    connectTo(folder, facts.port, database)
  return {
    ...facts,
    url: urlOf('postgres'),
    urlOf,
    host: folder,
    superuser: 'postgres',
    dataFolder: data,
    connect,
    query: async (sql, database) => {
      const client = await connect(database)
      try {
        return lastRows(await client.query(sql))
      } finally {
        await client.end()
      }
    },
    log: () => readFileSync(log, 'utf8'),
  }
}

const serve = async (
  place: Place,
  facts: Pick<PostgresServer, 'major' | 'port' | 'password'>,
): Promise<PostgresServer> => {
  let child = await start(place, facts.port)
  return {
    ...serverOf(place, facts),
    restart: async () => {
      await end(child, 'SIGINT')
      child = await start(place, facts.port)
    },
    kill: () => crash(child),
    stop: async () => {
      await end(child, 'SIGINT')
      await remove(place.folder)
    },
  }
}

/** What did not come up is ended and removed. */
const abandon = async (folder: string): Promise<void> => {
  const child = running.get(folder)
  if (child !== undefined) await end(child, 'SIGQUIT')
  await remove(folder)
}

/**
 * Starts a server of a major in a folder of its own, never as root; ready when this returns.
 * @throws Error when it is not here, or does not come up.
 */
export const startPostgres = async ({
  major,
  settings = {},
  initdbArgs = [],
  packaged = false,
}: PostgresOptions): Promise<PostgresServer> => {
  const user = serverUser()
  const folder = freshFolder(user)
  const password = randomBytes(12).toString('hex')
  try {
    const place = await initialise(major, folder, user, {
      settings: { ...ownSettings, ...settings },
      initdbArgs: [...ownInitdbArgs, ...initdbArgs],
      password,
      packaged,
    })
    return await serve(place, { major, port: await freePort(), password })
  } catch (error) {
    await abandon(folder)
    throw error
  }
}

/**
 * Starts a hot standby of an installed major's server, which it follows; it has all that the server
 * had when this was called.
 * @throws Error when it does not come up.
 */
export const startStandby = async (
  { major, host, port, password }: PostgresServer,
  settings: PostgresOptions['settings'] = {},
): Promise<PostgresServer> => {
  const user = serverUser()
  const folder = freshFolder(user)
  try {
    const place = await copyCluster(major, folder, user, { host, port, settings })
    return await serve(place, { major, port: await freePort(), password })
  } catch (error) {
    await abandon(folder)
    throw error
  }
}
