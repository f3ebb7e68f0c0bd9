import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from '@jest/globals'
import { parseScriptOutput, renderScript } from '../../src/host/render.ts'
import type { ScriptAnswer } from '../../src/host/script.ts'
import type { Word } from '../../src/host/word.ts'

export interface Shell {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

// Without --norc bash takes a socket on standard input for a remote login and reads its start-up file.
const candidates: readonly Shell[] = [
  { name: 'sh', command: '/bin/sh', args: [] },
  { name: 'bash --posix', command: 'bash', args: ['--norc', '--posix'] },
  { name: 'busybox sh', command: 'busybox', args: ['sh'] },
]

const works = ({ command, args }: Shell): boolean =>
  spawnSync(command, [...args, '-c', ':']).status === 0

/** The shells of this machine that hosts may have as `sh`; `/bin/sh` is always among them. */
export const shells: readonly Shell[] = candidates.filter(
  (shell, index) => index === 0 || works(shell),
)

/**
 * Says each argument it was given, NUL after each, and a line break for its end: by one write, as the
 * commands of a pipe are called at the same time.
 */
const recorder = `#!/bin/sh
printf '%s\\0' "$@" '
' >>"$HOME/docker.log"
[ ! -f "$HOME/docker.sh" ] || . "$HOME/docker.sh"
`

/** A login user's home folder, with a `docker` that only writes down how it was called. */
export interface Home {
  readonly path: string
  /** \`sh\` text that the recorder goes on with: `case "$*" in ...`. */
  readonly dockerSays: (script: string) => void
  readonly dockerCalls: () => readonly (readonly string[])[]
  readonly put: (path: string, text: string) => void
  readonly has: (path: string) => boolean
  readonly text: (path: string) => string
  readonly env: NodeJS.ProcessEnv
}

const homes: string[] = []
afterAll(() => {
  for (const path of homes.splice(0)) rmSync(path, { recursive: true, force: true })
})

export const makeHome = (): Home => {
  const path = mkdtempSync(join(tmpdir(), 'seaworthy-home-'))
  homes.push(path)
  const bin = join(path, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'docker'), recorder)
  chmodSync(join(bin, 'docker'), 0o755)
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return {
    path,
    put,
    dockerSays: (script) => put('docker.sh', script),
    dockerCalls: () =>
      existsSync(join(path, 'docker.log'))
        ? readFileSync(join(path, 'docker.log'), 'utf8')
            .split('\0\n\0')
            .slice(0, -1)
            .map((call) => call.split('\0'))
        : [],
    has: (name) => existsSync(join(path, name)),
    text: (name) => readFileSync(join(path, name), 'utf8'),
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: path, LC_ALL: 'C' },
  }
}

const sh = candidates[0]!

export interface Started {
  readonly child: ChildProcess
  readonly answer: Promise<ScriptAnswer & { readonly stdout: string }>
}

/** Starts a text as sshd does: in the home folder, a session of its own, the text on standard input. */
export const startText = (text: string, home: Home, shell: Shell = sh): Started => {
  const child = spawn(shell.command, [...shell.args], {
    cwd: home.path,
    env: home.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const chunks = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (chunks.stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (chunks.stderr += chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(text)
  const answer = new Promise<ScriptAnswer & { stdout: string }>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...chunks, ...parseScriptOutput(chunks.stdout) })
    })
  })
  return { child, answer }
}

export const textOf = (words: readonly Word[]): string =>
  renderScript({ kind: 'script', title: 'test', words, changes: true, timeoutMs: 10_000 })

/** Renders words and has them carried out by a real shell. */
export const say = (
  words: readonly Word[],
  home: Home,
  shell: Shell = sh,
): Promise<ScriptAnswer & { readonly stdout: string }> =>
  startText(textOf(words), home, shell).answer
