import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SeaworthyError } from '../../base/error.ts'
import { containerName, dockerArguments } from './docker.ts'
import type { ServerFolder } from './find.ts'
import { reachableHome, type Folders } from './folders.ts'
import { evidenceOf, runProgram, type Outcome, type Owner } from '../../base/program.ts'
import { asArguments, cleanEnv, initdbArguments, settings } from './settings.ts'

/** A server on its way up. */
export interface Launched {
  readonly container: string | undefined
  readonly alive: () => boolean
  readonly logTail: () => Promise<string>
}

const refuse = (what: string, name: string, outcome: Outcome): never => {
  throw new SeaworthyError('restore-failed', what, {
    hint: 'look at what it said below; memory and disk of the runner are the usual causes',
    evidence: evidenceOf(name, outcome),
  })
}

/**
 * `initdb` and `postgres` of a folder. The server gets a session of its own: a Ctrl-C that is meant
 * for us must not end it before we have looked at it.
 */
export const launchHere = async (
  server: ServerFolder,
  folders: Folders,
  owner: Owner | undefined,
  signal: AbortSignal,
): Promise<Launched> => {
  const home = await reachableHome(server, folders, owner)
  const env = cleanEnv(folders.root)
  const cwd = folders.root
  const initdb = await runProgram(join(home, 'bin/initdb'), initdbArguments(folders.data), {
    ...{ env, cwd, owner, signal, limit: 120_000 },
  })
  signal.throwIfAborted()
  if (initdb.code !== 0) refuse('initdb of the throw-away server failed', 'initdb', initdb)
  const log = await open(folders.log, 'a', 0o600)
  const args = ['-D', folders.data, ...asArguments(settings(folders.socket))]
  const child = spawn(join(home, 'bin/postgres'), args, {
    ...{ env, cwd, detached: true, stdio: ['ignore', log.fd, log.fd] },
    ...(owner ?? {}),
  })
  child.unref()
  let failure = ''
  child.on('error', (error) => (failure = error.message))
  await log.close()
  return {
    container: undefined,
    alive: () => failure === '' && child.exitCode === null && child.signalCode === null,
    logTail: async () =>
      `${(await readFile(folders.log, 'utf8').catch(() => '')).slice(-8192)}${failure}`.trim(),
  }
}

/** An image that is there is taken as it is; another is pulled. */
const requireImage = async (
  image: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> => {
  const docker = (args: readonly string[], limit: number) =>
    runProgram('docker', args, { env, signal, limit })
  const there = await docker(['image', 'inspect', '--format', '{{.Id}}', image], 30_000)
  signal.throwIfAborted()
  if (there.code === 0) return
  const pulled = await docker(['pull', '--quiet', image], 600_000)
  signal.throwIfAborted()
  if (pulled.code !== 0) refuse(`Docker could not pull ${image}`, 'docker pull', pulled)
}

/** The image's server in a container, which a later process finds by its name. */
export const launchContainer = async (
  image: string,
  folders: Folders,
  owner: Owner | undefined,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<Launched> => {
  const name = containerName(folders.root)
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const docker = (args: readonly string[], limit: number) =>
    runProgram('docker', args, { env, signal, limit })
  await requireImage(image, env, signal)
  // Not aborted midway: Docker would go on, and make a container that nobody removes.
  const whole = new AbortController().signal
  const create = dockerArguments(image, name, folders, owner ?? self)
  const created = await runProgram('docker', create, { env, signal: whole, limit: 60_000 })
  signal.throwIfAborted()
  if (created.code !== 0) refuse(`Docker made no container of ${image}`, 'docker create', created)
  const started = await docker(['start', name], 60_000)
  signal.throwIfAborted()
  if (started.code !== 0) refuse(`Docker did not start ${image}`, 'docker start', started)
  return {
    container: name,
    // Docker would have to be asked; the first session's limit ends the wait.
    alive: () => true,
    logTail: async () => (await docker(['logs', '--tail', '100', name], 10_000)).tail,
  }
}
