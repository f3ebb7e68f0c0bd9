import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import type { Session } from '../database.ts'
import { containerName, isLasting } from './docker.ts'
import type { Binaries } from './find.ts'
import { makeFolders, type Folders } from './folders.ts'
import { launchContainer, launchHere, type Launched } from './launch.ts'
import { removeLeftover } from './leftover.ts'
import { requireLocale, type Sorting } from './locale.ts'
import { serverOwner } from './owner.ts'
import { runProgram } from '../../base/program.ts'
import { openSession, socketUrl } from './session.ts'
import { cleanEnv, port, superuser } from './settings.ts'
import type { Throwaway } from './throwaway.ts'

export interface Start {
  /** Of our own; made when missing, and removed by `stop`. */
  readonly folder: string
  /** The source's: refused here, before anything is restored, when this system lacks it. */
  readonly sorting: Sorting
  /** For Docker's client alone. The server's own environment is clean. */
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Milliseconds that it may take to answer; 60,000 when left out. */
  readonly limit?: number
}

const trySession = async (folders: Folders, lasting: boolean, signal: AbortSignal) => {
  if (lasting) {
    const pid = await readFile(join(folders.data, 'postmaster.pid'), 'utf8').catch(() => '')
    if (!isLasting(pid)) return undefined
  }
  return openSession(folders.socket, 'postgres', signal).catch(() => undefined)
}

const firstSession = async (
  folders: Folders,
  launched: Launched,
  { signal, limit = 60_000 }: Start,
): Promise<Session> => {
  const deadline = performance.now() + limit
  while (launched.alive() && performance.now() < deadline) {
    signal.throwIfAborted()
    const session = await trySession(folders, launched.container !== undefined, signal)
    if (session !== undefined) return session
    await sleep(50, undefined, { signal })
  }
  const why = launched.alive() ? `did not answer in ${limit / 1000} s` : 'ended while it started'
  const log = await launched.logTail()
  throw new SeaworthyError('restore-failed', `the throw-away PostgreSQL server ${why}`, {
    hint: 'look at its log below; memory and disk of the runner are the usual causes',
    evidence: log === '' ? ['its log is empty'] : [log],
  })
}

const describe = async (session: Session) => {
  const [row] = await session.query(
    `SELECT current_setting('server_version_num')::int AS number,
            split_part(current_setting('server_version'), ' ', 1) AS version`,
  )
  return { version: String(row?.['version']), major: Math.floor(Number(row?.['number']) / 10_000) }
}

const offer = (
  binaries: Binaries,
  folders: Folders,
  launched: Launched,
  about: { readonly version: string; readonly major: number },
  stop: () => Promise<void>,
): Throwaway => ({
  ...about,
  kind: binaries.kind,
  container: launched.container,
  scratch: folders.scratch,
  env: {
    ...cleanEnv(folders.scratch),
    ...{ PGHOST: folders.socket, PGPORT: String(port), PGUSER: superuser },
  },
  session: (database, signal) => openSession(folders.socket, database, signal),
  url: (database) => socketUrl(folders.socket, database),
  logTail: launched.logTail,
  alive: launched.alive,
  stop,
  [Symbol.asyncDispose]: stop,
})

/**
 * A new server for one restore: it has only a socket in a closed folder, none of the job's secrets,
 * and runs as a user who is not root. Whatever fails here leaves neither a process nor a folder.
 *
 * @throws SeaworthyError `restore-failed`: it does not start, or lacks the source's locale.
 */
export const startServer = async (binaries: Binaries, start: Start): Promise<Throwaway> => {
  const { folder, env, signal, sorting } = start
  signal.throwIfAborted()
  const owner = await serverOwner()
  const container = binaries.kind === 'docker' ? containerName(folder) : undefined
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= removeLeftover(folder, runProgram, env).catch(() => undefined))
  try {
    const folders = await makeFolders(folder, owner, container)
    const launched =
      binaries.kind === 'docker'
        ? await launchContainer(binaries.image, folders, owner, start)
        : await launchHere(binaries, folders, owner, signal)
    const session = await firstSession(folders, launched, start)
    const about = await describe(session)
    await requireLocale(session, sorting, about.major)
    await session.close()
    return offer(binaries, folders, launched, about, stop)
  } catch (error) {
    await stop()
    signal.throwIfAborted()
    throw error
  }
}
