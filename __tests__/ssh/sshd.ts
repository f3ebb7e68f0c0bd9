import { spawn, execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readPrivateKey } from '../../src/ssh/keys.ts'
import type { PrivateKey } from '../../src/ssh/keys.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import type { Target } from '../../src/ssh/target.ts'

const program = '/usr/sbin/sshd'

/** A real OpenSSH server on loopback, as the current user, with keys of its own. */
export interface Sshd {
  readonly folder: string
  readonly port: number
  readonly key: PrivateKey
  readonly keyFile: string
  /** `[127.0.0.1]:PORT ssh-ed25519 ...` */
  readonly knownLine: string
  readonly target: (changes?: Partial<Target>) => Target
  /** Kills the sessions (not the listener), as a crash would. */
  readonly killSessions: () => void
  readonly stop: () => Promise<void>
}

/** Runs ssh-keygen: a new key without a comment; returns the path of the private half. */
export const makeKey = (path: string, ...options: readonly string[]): string => {
  const type = options.includes('-t') ? [] : ['-t', 'ed25519']
  const size = options.includes('rsa') && !options.includes('-b') ? ['-b', '2048'] : []
  const passphrase = options.includes('-N') ? [] : ['-N', '']
  const all = [...type, ...size, ...passphrase, ...options]
  execFileSync('ssh-keygen', ['-q', '-C', '', '-f', path, ...all])
  return path
}

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What ends each server that still runs. */
const running = new Set<() => Promise<void>>()

/** For `afterAll`: ends every server that a test of this file has left. */
export const stopAll = async (): Promise<void> => {
  for (const stop of [...running]) await stop()
}

/** What a process does that has ended meanwhile is nothing. */
const unlessGone = <T>(act: () => T, otherwise: T): T => {
  try {
    return act()
  } catch (error) {
    const code: unknown = (error as { code?: unknown }).code
    if (code === 'ESRCH' || code === 'ENOENT') return otherwise
    throw error
  }
}

const childrenOf = (pid: number): readonly number[] =>
  unlessGone(() => readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8'), '')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
    .flatMap((child) => [child, ...childrenOf(child)])

const listening = async (server: ChildProcess): Promise<void> => {
  const said: string[] = []
  for await (const line of createInterface({ input: server.stderr! })) {
    said.push(line)
    if (line.startsWith('Server listening on 127.0.0.1')) return
  }
  throw new Error(`sshd did not start: ${said.join('\n')}`)
}

/** Starts a server; `settings` are lines of sshd_config, in which FOLDER is its own folder. */
export const startSshd = async (settings: readonly string[] = []): Promise<Sshd> => {
  if (!existsSync(program))
    throw new Error(`${program} is missing: these tests need the package openssh-server`)
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'))
  const port = await freePort()
  const keyFile = makeKey(join(folder, 'client'))
  makeKey(join(folder, 'host_ed25519'))
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(`${keyFile}.pub`))
  const lines = [
    ...settings.map((line) => line.replaceAll('FOLDER', folder)),
    // The start-up files of whoever runs the tests are none of our business.
    `SetEnv HOME=${folder}`,
    `HostKey ${folder}/host_ed25519`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'ListenAddress 127.0.0.1',
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
  ]
  writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`)
  const server = spawn(program, ['-D', '-e', '-f', join(folder, 'config'), '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await listening(server)
  server.stderr.resume()
  const key = readPrivateKey(readFileSync(keyFile, 'utf8'))
  const hostKey = readFileSync(join(folder, 'host_ed25519.pub'), 'utf8').trim()
  const knownLine = `[127.0.0.1]:${String(port)} ${hostKey}`
  const base: Target = {
    name: 'h1',
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    keys: [key],
    known: parseKnownHosts([knownLine]),
  }
  const killSessions = (): void =>
    childrenOf(server.pid!).forEach((pid) => unlessGone(() => process.kill(pid, 'SIGKILL'), true))
  const stop = async (): Promise<void> => {
    running.delete(stop)
    killSessions()
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit')
    rmSync(folder, { recursive: true })
  }
  running.add(stop)
  return {
    folder,
    port,
    key,
    keyFile,
    knownLine,
    target: (changes) => ({ ...base, ...changes }),
    killSessions,
    stop,
  }
}
