import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { jest } from '@jest/globals'
import { runCommand, type Output } from '../../../lab/kit/processes.ts'
import { runAction } from '../../../lab/kit/runner.ts'
import type { Between, RunOptions, StepResult } from '../../../lab/kit/step.ts'
import type { Pairs } from '../../../lab/kit/step-files.ts'
import { makeKey, startSshd, type Sshd } from '../../ssh/sshd.ts'

// On a busy machine a bundle takes seconds to start, and a job starts it four times.
jest.setTimeout(120_000)

const folders: string[] = []

/** A folder that `removeAll` removes. */
export const newFolder = (parent = tmpdir()): string => {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'agent-test-'))
  folders.push(folder)
  return folder
}

export const removeAll = (): void =>
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }))

export interface TestKey {
  readonly text: string
  /** With its comment, as ssh-keygen wrote it. */
  readonly publicLine: string
}

export const newKey = (...options: readonly string[]): TestKey => {
  const path = makeKey(join(newFolder(), 'key'), ...options)
  return {
    text: readFileSync(path, 'utf8'),
    publicLine: readFileSync(`${path}.pub`, 'utf8').trim(),
  }
}

/** The step, and between its two phases what later steps do. */
export const useAgent = (
  inputs: Pairs,
  between?: (job: Between) => Promise<void>,
  more: Partial<RunOptions> = {},
): Promise<StepResult> =>
  runAction('ssh-agent', {
    workspace: newFolder(),
    inputs,
    ...(between === undefined ? {} : { between }),
    ...more,
  }).result

/** A later step: `run: command`. */
export const step = ({ env }: Between, command: string): Promise<Output> =>
  runCommand('/bin/sh', ['-c', command], { env })

/** Every file below a folder, with its content. */
export const contents = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'latin1')]),
  )

/** What is in the user's own ~/.ssh, which programs of OpenSSH find without asking HOME. */
export const ownSsh = (): Readonly<Record<string, string>> => {
  const folder = join(userInfo().homedir, '.ssh')
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? {} : contents(folder)
}

/** The agent's folder. */
export const folderOf = ({ outputs }: { readonly outputs: Pairs }): string =>
  dirname(outputs['ssh-config']!)

export const exists = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false }) !== undefined

export interface Server extends Sshd {
  /** `ssh://user@127.0.0.1:PORT` */
  readonly url: string
  /** For `ssh`: `-p PORT user@127.0.0.1`. */
  readonly address: string
  readonly keyText: string
}

export const newServer = async (): Promise<Server> => {
  const server = await startSshd(['Subsystem sftp internal-sftp'])
  const { username } = userInfo()
  return {
    ...server,
    url: `ssh://${username}@127.0.0.1:${server.port}`,
    address: `-p ${server.port} ${username}@127.0.0.1`,
    keyText: readFileSync(server.keyFile, 'utf8'),
  }
}
