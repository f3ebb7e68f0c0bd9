import { chownSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface User {
  readonly uid: number
  readonly gid: number
}

const accountOf = (name: string): User | undefined => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** Who a server runs as: PostgreSQL refuses root. Undefined: as whoever runs this. */
export const serverUser = (): User | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const user = accountOf('postgres') ?? accountOf('nobody')
  if (user === undefined) throw new Error('Neither postgres nor nobody is a user here')
  return user
}

/** Whether others than the owner get to what is in there. */
export const open = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || open(dirname(folder)))

/** A fresh folder that belongs to `user`, where that user gets to it. */
export const freshFolder = (user: User | undefined): string => {
  const place = user === undefined || open(tmpdir()) ? tmpdir() : '/tmp'
  const folder = mkdtempSync(join(place, 'seaworthy-pg-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}

/** `command` run as `user`; it gets SIGINT when this process dies, which ends a server fast. */
export const asUser = (
  user: User | undefined,
  command: readonly string[],
): readonly [string, readonly string[]] => {
  const who =
    user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  return ['setpriv', [...who, '--pdeathsig=INT', ...command]]
}
