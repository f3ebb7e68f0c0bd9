import { SeaworthyError } from '../base/error.ts'

/** Variables of the runner, passed in by the action: nothing here reads the environment. */
export type Env = Readonly<Record<string, string | undefined>>

/** What other programs may know of the job: not the step's inputs, not the runner's own tokens. */
export const envForPrograms = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:INPUT|ACTIONS)_/i.test(name)))

/** Which run, attempt, job and machine a lock or a record names. */
export interface RunIdentity {
  /** `owner/name`. */
  readonly repository: string
  readonly runId: string
  /** From 1. */
  readonly attempt: string
  /** The job's key in the workflow file, which is not its display name. */
  readonly job: string
  readonly runner: string
}

export interface Run extends RunIdentity {
  /** `https://github.com`, without a slash at the end. */
  readonly server: string
  /** `https://api.github.com`, without a slash at the end. */
  readonly apiUrl: string
  readonly actor: string
  readonly sha: string
  readonly workspace: string
  readonly workflow: string
  /** This attempt's page on the server. */
  readonly url: string
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/**
 * The run as the runner's variables tell it.
 * @throws SeaworthyError `input-invalid` when those that name the run are missing: not on a runner.
 */
export const runOf = (env: Env): Run => {
  const needed = ['GITHUB_REPOSITORY', 'GITHUB_RUN_ID', 'GITHUB_JOB', 'GITHUB_WORKSPACE']
  const missing = needed.filter((name) => (env[name] ?? '') === '')
  if (missing.length > 0) {
    throw new SeaworthyError('input-invalid', `Not set: ${missing.join(', ')}.`, {
      hint: 'This program is a step of GitHub Actions; the runner sets these variables.',
    })
  }
  const value = (name: string, otherwise = ''): string => {
    const text = env[name]?.trim() ?? ''
    return text === '' ? otherwise : text
  }
  const server = withoutSlash(value('GITHUB_SERVER_URL', 'https://github.com'))
  const repository = value('GITHUB_REPOSITORY')
  const runId = value('GITHUB_RUN_ID')
  const attempt = value('GITHUB_RUN_ATTEMPT', '1')
  return {
    server,
    apiUrl: withoutSlash(value('GITHUB_API_URL', 'https://api.github.com')),
    repository,
    runId,
    attempt,
    job: value('GITHUB_JOB'),
    runner: value('RUNNER_NAME'),
    actor: value('GITHUB_ACTOR'),
    sha: value('GITHUB_SHA'),
    workspace: value('GITHUB_WORKSPACE'),
    workflow: value('GITHUB_WORKFLOW'),
    url: `${server}/${repository}/actions/runs/${runId}/attempts/${attempt}`,
  }
}

/** File of the workflow that runs, `.github/workflows/nightly.yml`; empty when it isn't told. */
export const workflowOf = (env: Env): string => {
  const [, path = ''] = /^[^/]+\/[^/]+\/(.+?)@/.exec(env['GITHUB_WORKFLOW_REF'] ?? '') ?? []
  return path
}
