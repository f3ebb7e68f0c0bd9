import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { LabHost } from './lab.ts'

export type Files = Readonly<Record<string, string>>

/** A repository as actions/checkout leaves it: GITHUB_WORKSPACE. */
export interface Workspace {
  readonly path: string
  /** The commit that is checked out: the version that is deployed when nothing else names one. */
  readonly head: () => string
  /** Writes files and commits them; returns the commit. */
  readonly commit: (files: Files) => string
  /** Writes files without a commit. */
  readonly write: (files: Files) => void
  readonly cleanup: () => void
}

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=lab', '-c', 'user.email=lab@seaworthy.lab', ...args], {
    cwd: folder,
    encoding: 'utf8',
    // A developer's own settings (signed commits, hooks) are none of ours.
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()

/** A temporary git repository with one commit that holds `files`. */
export const makeWorkspace = (files: Files): Workspace => {
  const path = mkdtempSync(join(tmpdir(), 'seaworthy-workspace-'))
  const write = (more: Files): void => {
    for (const [file, text] of Object.entries(more)) {
      mkdirSync(dirname(join(path, file)), { recursive: true })
      writeFileSync(join(path, file), text)
    }
  }
  const head = (): string => git(path, 'rev-parse', 'HEAD')
  const commit = (more: Files): string => {
    write(more)
    git(path, 'add', '--all')
    git(path, 'commit', '--quiet', '--allow-empty', '--message', 'A commit')
    return head()
  }
  git(path, 'init', '--quiet', '--initial-branch', 'main')
  commit(files)
  return {
    path,
    head,
    commit,
    write,
    cleanup: () => rmSync(path, { recursive: true, force: true }),
  }
}

type Tree = Readonly<Record<string, unknown>>

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `over` on top of `under`, key by key all the way down; undefined takes a key away. */
const merged = (under: Tree, over: Tree): Tree => {
  const result: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = result[key]
    result[key] = isTree(below) && isTree(value) ? merged(below, value) : value
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined))
}

export interface DeployFile extends Tree {
  readonly service: string
  readonly hosts: readonly LabHost[]
}

/**
 * The text of a deploy.yml for hosts of the lab: SERVICE at `http://SERVICE.lab`, so that several
 * services share hosts, with the app's image from the lab's registry. Further keys are laid over it
 * key by key; undefined takes one away. It needs the secret REGISTRY_PASSWORD.
 */
export const deployYml = ({ service, hosts, ...overrides }: DeployFile): string => {
  const base = {
    service,
    image: `lab/${service}`,
    servers: { web: { hosts: hosts.map(({ address }) => address) } },
    proxy: {
      host: `${service}.lab`,
      app_port: 3000,
      healthcheck: { path: '/up', interval: 1, timeout: 5 },
    },
    registry: { server: 'registry.lab:5000', username: 'lab', password: ['REGISTRY_PASSWORD'] },
    builder: { arch: 'amd64' },
    env: { clear: { RACK_ENV: 'production', GREETING: 'ahoy' } },
    ssh: { user: hosts[0]?.user ?? 'root' },
    'x-seaworthy': { 'known-hosts': hosts.map(({ knownHosts }) => knownHosts) },
  }
  return stringify(merged(base, overrides))
}

/** The text of a `.kamal/secrets` that takes each secret from the step's environment. */
export const secretsFile = (...names: readonly string[]): string =>
  names.map((name) => `${name}=$${name}\n`).join('')
