import { readFile } from 'node:fs/promises'
import type { Owner } from '../../base/program.ts'

/** The entry of `/etc/passwd` for one of the names, the first that is there. */
export const userIn = (passwd: string, names: readonly string[]): Owner | undefined => {
  const users = new Map(
    passwd.split('\n').map((line) => {
      const [name = '', , uid, gid] = line.split(':')
      return [name, { uid: Number(uid), gid: Number(gid) }]
    }),
  )
  return names.map((name) => users.get(name)).find((user) => user !== undefined)
}

const nobody: Owner = { uid: 65_534, gid: 65_534 }

/**
 * PostgreSQL refuses to run as root (a job in a container is root): there the server runs as
 * `postgres` or `nobody`. Undefined: as ourselves.
 */
export const serverOwner = async (): Promise<Owner | undefined> => {
  if (process.getuid?.() !== 0) return undefined
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return userIn(passwd, ['postgres', 'nobody']) ?? nobody
}
