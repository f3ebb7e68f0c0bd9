import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bin = '/usr/lib/postgresql/15/bin'

/** The server refuses to run as root. */
const owner = () => {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

export interface RealServer {
  /** Folder of the unix socket. */
  readonly host: string
  stop(): void
}

/** A PostgreSQL 15 of its own, on a unix socket in a new folder. Superuser: `postgres`. */
export const startServer = (): RealServer => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-pg-'))
  const who = owner()
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid)
  const data = join(folder, 'data')
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(join(bin, program), args, { ...who, cwd: folder, stdio: 'ignore' })
  const settings = [
    ...['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'],
    ...['max_connections=30', 'max_prepared_transactions=2', 'autovacuum=off'],
  ]
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C.UTF-8')
  const options = settings.map((setting) => `-c ${setting}`).join(' ')
  run('pg_ctl', '-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start')
  return {
    host: folder,
    stop: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true })
    },
  }
}
