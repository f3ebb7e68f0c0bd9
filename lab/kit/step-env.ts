import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { root } from './lab.ts'
import type { Pairs } from './step-files.ts'

/** As much of an action.yml as the runner needs to run it. */
export interface Action {
  /** Paths of the programs. */
  readonly main: string
  readonly post: string | undefined
  /** Every declared input with its default, or nothing. */
  readonly defaults: Pairs
}

interface ActionYml {
  readonly inputs?: Readonly<
    Record<string, { readonly default?: string | number | boolean } | null>
  >
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string }
}

/**
 * Reads `FOLDER/NAME/action.yml`.
 * @throws Error when there is none, it is no action for Node, or its bundle was not built.
 */
export const readAction = (name: string, folder = root): Action => {
  const file = join(folder, name, 'action.yml')
  const { inputs = {}, runs } = parse(readFileSync(file, 'utf8')) as ActionYml
  if (!runs.using.startsWith('node')) throw new Error(`${file} does not run on Node: ${runs.using}`)
  const main = join(dirname(file), runs.main)
  if (!existsSync(main)) throw new Error(`${main} is missing: npm run build`)
  return {
    main,
    post: runs.post === undefined ? undefined : join(dirname(file), runs.post),
    defaults: Object.fromEntries(
      Object.entries(inputs).map(([input, field]) => [input, String(field?.default ?? '')]),
    ),
  }
}

const evaluated = (text: string, github: Pairs): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (expression, inside: string) => {
    const value = github[/^\s*github\.(\w+)\s*$/.exec(inside)?.[1] ?? '']
    if (value === undefined) throw new Error(`This runner can't evaluate ${expression}`)
    return value
  })

/**
 * The variables INPUT_* of a step. `github` is the context that defaults may name.
 * @throws Error for an input that the action does not declare: the runner would only warn.
 */
export const inputEnv = ({ defaults }: Action, inputs: Pairs, github: Pairs): Pairs => {
  const unknown = Object.keys(inputs).filter((name) => !(name in defaults))
  if (unknown.length > 0) throw new Error(`Not declared as inputs: ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(defaults).map(([name, otherwise]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      inputs[name] ?? evaluated(otherwise, github),
    ]),
  )
}

const headOf = (workspace: string): string => {
  try {
    return execFileSync('git', ['-c', 'safe.directory=*', 'rev-parse', 'HEAD'], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return '0'.repeat(40)
  }
}

/**
 * What a hosted runner tells a step about itself and the run, each run with a number of its own. GitHub's
 * API is a loopback port at which nobody answers.
 */
export const runnerEnv = (workspace: string, temp: string): Pairs => {
  const repository = 'acme/shop'
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: join(temp, 'home'),
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'deploy',
    GITHUB_ACTOR: 'ada',
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: 'acme',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: String(randomInt(1e9, 1e10)),
    GITHUB_RUN_NUMBER: '7',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: headOf(workspace),
    GITHUB_TRIGGERING_ACTOR: 'ada',
    GITHUB_WORKFLOW: 'Deploy',
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 12',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: join(temp, 'temp'),
    RUNNER_TOOL_CACHE: join(temp, 'tools'),
  }
}
