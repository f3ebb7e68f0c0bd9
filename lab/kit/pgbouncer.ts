import { spawn } from 'node:child_process'
import { chownSync, closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { end, freePort, waitUntil } from './postgres-process.ts'
import { asUser, freshFolder, serverUser } from './postgres-user.ts'
import type { PostgresServer } from './postgres.ts'

/** A real pgbouncer before one server, on 127.0.0.1. */
export interface Pooler {
  readonly port: number
  /** As the server's own, with the pooler's port. */
  readonly urlOf: (database: string) => string
  readonly stop: () => Promise<void>
}

export type PoolMode = 'session' | 'transaction' | 'statement'

const settings = (
  server: PostgresServer,
  mode: PoolMode,
  { folder, port }: { readonly folder: string; readonly port: number },
): string => `
[databases]
* = host=127.0.0.1 port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users')}
pool_mode = ${mode}
`

const answersOn = (url: string) => async (): Promise<boolean> => {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Starts Debian's pgbouncer for the server's superuser, never as root; ready when this returns.
 * @throws Error when it is not installed, or does not come up.
 */
export const startPooler = async (server: PostgresServer, mode: PoolMode): Promise<Pooler> => {
  const user = serverUser()
  const folder = freshFolder(user)
  const port = await freePort()
  const [config, users, log] = ['config', 'users', 'log'].map((name) => join(folder, name))
  const own = (path: string, text: string): void => {
    writeFileSync(path, text, { mode: 0o600 })
    if (user !== undefined) chownSync(path, user.uid, user.gid)
  }
  own(config!, settings(server, mode, { folder, port }))
  own(users!, `"postgres" "${server.password}"\n`)
  own(log!, '')
  const output = openSync(log!, 'a')
  const [program, args] = asUser(user, ['/usr/sbin/pgbouncer', config!])
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', output, output] })
  closeSync(output)
  const urlOf = (database: string): string =>
    `postgres://postgres:${server.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
  const stop = async (): Promise<void> => {
    await end(child, 'SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await waitUntil(answersOn(urlOf('postgres')), child, log!)
    return { port, urlOf, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
