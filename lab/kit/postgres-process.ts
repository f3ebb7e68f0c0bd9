import { spawn, type ChildProcess } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf, outputOf } from './processes.ts'
import { inStore, serverFolder, type Major } from './postgres-store.ts'
import { asUser, type User } from './postgres-user.ts'

/** A server's programs and files. */
export interface Place {
  /** Everything of this server, socket included. */
  readonly folder: string
  readonly bin: string
  readonly user: User | undefined
  readonly data: string
  readonly log: string
}

const extension = join(import.meta.dirname, '../postgres/extension')

/**
 * Copies a server of the cache to where any user gets to it, by hard links where that can be; the copy
 * has the test's own extension besides.
 */
export const copyServer = async (home: string, copy: string): Promise<void> => {
  await outputOf('cp', ['-al', home, copy]).catch(async () => {
    // Another file system: what the first attempt made is of no use.
    rmSync(copy, { recursive: true, force: true })
    await outputOf('cp', ['-a', home, copy])
  })
  cpSync(extension, join(copy, 'share/postgresql/extension'), { recursive: true })
}

/** The folder that programs run from; a server's user may not get to the cache. */
const programsFor = async (major: Major, folder: string, packaged: boolean): Promise<string> => {
  const home = serverFolder(major, packaged)
  if (!inStore(home)) return join(home, 'bin')
  const copy = join(folder, 'server')
  await copyServer(home, copy)
  return join(copy, 'bin')
}

export interface InitOptions {
  readonly settings: Readonly<Record<string, string | number>>
  readonly initdbArgs: readonly string[]
  readonly password: string
  readonly packaged: boolean
}

const settingsFile = (settings: InitOptions['settings']): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`)
    .join('')

/** Makes a cluster: any password over TCP is checked with SCRAM, the socket trusts. */
export const initialise = async (
  major: Major,
  folder: string,
  user: User | undefined,
  { settings, initdbArgs, password, packaged }: InitOptions,
): Promise<Place> => {
  const bin = await programsFor(major, folder, packaged)
  const data = join(folder, 'data')
  const secret = join(folder, 'password')
  writeFileSync(secret, `${password}\n`, { mode: 0o644 })
  const how = ['--username=postgres', `--pwfile=${secret}`, '--no-sync', `--pgdata=${data}`]
  const auth = ['--auth-local=trust', '--auth-host=scram-sha-256']
  const [program, args] = asUser(user, [join(bin, 'initdb'), ...how, ...auth, ...initdbArgs])
  await outputOf(program, args, { timeoutMs: 120_000 })
  writeFileSync(join(data, 'postgresql.auto.conf'), settingsFile(settings))
  return { folder, bin, user, data, log: join(folder, 'log') }
}

/** Makes a standby's cluster of a server that runs, whose settings it has but for those given. */
export const copyCluster = async (
  major: Major,
  folder: string,
  user: User | undefined,
  from: {
    /** Folder of the server's socket. */
    readonly host: string
    readonly port: number
    readonly settings: InitOptions['settings']
  },
): Promise<Place> => {
  const bin = join(serverFolder(major), 'bin')
  const data = join(folder, 'data')
  const way = [`--host=${from.host}`, `--port=${from.port}`, '--username=postgres']
  const how = [`--pgdata=${data}`, '--write-recovery-conf', '--checkpoint=fast', '--no-sync']
  const [program, args] = asUser(user, [join(bin, 'pg_basebackup'), ...way, ...how])
  await outputOf(program, args, { timeoutMs: 120_000 })
  appendFileSync(join(data, 'postgresql.auto.conf'), settingsFile(from.settings))
  return { folder, bin, user, data, log: join(folder, 'log') }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The server as a child of ours. */
export const spawnServer = (
  { bin, user, data, log, folder }: Place,
  port: number,
): ChildProcess => {
  const command = [join(bin, 'postgres'), '-D', data, '-p', `${port}`, '-k', folder]
  const [program, args] = asUser(user, [...command, '-h', '127.0.0.1'])
  const output = openSync(log, 'a')
  try {
    return spawn(program, args, { cwd: folder, stdio: ['ignore', output, output] })
  } finally {
    closeSync(output)
  }
}

export const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null

/** @throws Error with the log's end, when the server ends or does not answer in a minute. */
export const waitUntil = async (
  answers: () => Promise<boolean>,
  child: ChildProcess,
  log: string,
): Promise<void> => {
  for (const until = Date.now() + 60_000; Date.now() < until && !hasEnded(child);) {
    if (await answers()) return
    await sleep(25)
  }
  throw new Error(`PostgreSQL does not answer: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

const isThere = (pid: number): boolean => {
  try {
    // A zombie holds nothing any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** As a crash; its backends notice, and hold the shared memory until they have ended. */
export const crash = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return
  const backends = childrenOf(child.pid!)
  await end(child, 'SIGKILL')
  for (let round = 0; round < 200 && backends.some(isThere); round += 1) await sleep(25)
}

/** Sends a signal and waits for the end; killed after half a minute. */
export const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await ended
  clearTimeout(limit)
}
