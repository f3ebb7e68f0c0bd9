import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownWorkflows, templates, writeCopies } from '../../../scripts/copy-workflows.ts'
import { makeWorkspace, type Files } from '../../../lab/kit/workspace.ts'
import { token } from '../../support/github-api.ts'
import type { ResultsService } from '../../support/results-service/start.ts'

type Pairs = Readonly<Record<string, string>>

export interface Running {
  /** `template-backup.yml`, or another workflow of the caller. */
  readonly workflow: string
  readonly event?: 'schedule' | 'workflow_dispatch' | 'push'
  readonly secrets?: Pairs
  readonly vars?: Pairs
  readonly inputs?: Pairs
  readonly env?: Pairs
}

export interface Ran {
  readonly code: number | null
  readonly log: string
}

/** A repository that calls our workflows: its own files, the templates, and a copy of ours. */
export interface Caller {
  readonly path: string
  readonly head: () => string
  /** Runs a workflow to its end, as GitHub would on its runner. */
  readonly run: (running: Running) => Promise<Ran>
  readonly close: () => void
}

/** One `NAME=value` per line, quoted: a secret has several lines. */
const envFile = (path: string, pairs: Pairs): string => {
  const lines = Object.entries(pairs).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  return path
}

/** A step of ours ends after minutes; what does not end in ten hangs. */
const limitMs = 600_000

const act = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn('act', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = setTimeout(() => child.kill('SIGTERM'), limitMs)
    let log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (log += text))
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, log })
    })
  })

/** What act is told of GitHub: the fake services in the place of the real ones. */
const githubEnv = (service: ResultsService, workflow: string): Pairs => ({
  ...service.env(),
  GITHUB_WORKFLOW_REF: `${service.world.repository.fullName}/.github/workflows/${workflow}@refs/heads/main`,
})

export const makeCaller = (service: ResultsService, files: Files = {}): Caller => {
  const workspace = makeWorkspace({ 'README.md': '# Shop\n', ...files })
  const scratch = mkdtempSync(join(tmpdir(), 'seaworthy-act-'))
  writeCopies(workspace.path, [...ownWorkflows(), ...templates()], { run: true })
  const head = workspace.commit({})
  const run: Caller['run'] = ({ workflow, event = 'workflow_dispatch', ...given }) => {
    const env = githubEnv(service, workflow.replace(/^template-/, ''))
    const args = [
      ...[event, '--workflows', join(workspace.path, '.github/workflows', workflow)],
      ...['--platform', 'ubuntu-24.04=-self-hosted', '--artifact-server-path', scratch],
      ...[
        '--secret-file',
        envFile(join(scratch, 'secrets'), { GITHUB_TOKEN: token, ...given.secrets }),
      ],
      ...['--var-file', envFile(join(scratch, 'vars'), given.vars ?? {})],
      ...Object.entries(given.inputs ?? {}).flatMap(([name, value]) => [
        '--input',
        `${name}=${value}`,
      ]),
      ...['--env-file', envFile(join(scratch, 'env'), { ...env, ...given.env })],
      ...['--actor', 'ada', '--pull=false'],
    ]
    return act(args, workspace.path, {
      ...{ PATH: process.env['PATH'], HOME: scratch, XDG_CACHE_HOME: join(scratch, 'cache') },
      ACTIONS_RUNTIME_URL: service.env()['ACTIONS_RESULTS_URL'],
      ACTIONS_RUNTIME_TOKEN: service.env()['ACTIONS_RUNTIME_TOKEN'],
    })
  }
  return {
    ...{ path: workspace.path, head: () => head, run },
    close: () => {
      workspace.cleanup()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}
