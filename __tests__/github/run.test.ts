import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { envForPrograms, runOf } from '../../src/github/run.ts'
import { versionOf } from '../../src/github/version.ts'

const env = {
  GITHUB_SERVER_URL: 'https://git.example.com/',
  GITHUB_API_URL: 'https://git.example.com/api/v3',
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_RUN_ATTEMPT: '3',
  GITHUB_JOB: 'deploy',
  RUNNER_NAME: 'GitHub Actions 12',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
  GITHUB_WORKSPACE: '/home/runner/work/shop/shop',
  GITHUB_WORKFLOW: 'Ship',
}

describe('the run', () => {
  test('is what the runner says', () => {
    expect(runOf(env)).toEqual({
      server: 'https://git.example.com',
      apiUrl: 'https://git.example.com/api/v3',
      repository: 'acme/shop',
      runId: '1658821493',
      attempt: '3',
      job: 'deploy',
      runner: 'GitHub Actions 12',
      actor: 'octocat',
      sha: 'ffac537e6cbbf934b08745a378932722df287a53',
      workspace: '/home/runner/work/shop/shop',
      workflow: 'Ship',
      url: 'https://git.example.com/acme/shop/actions/runs/1658821493/attempts/3',
    })
  })

  test('is on github.com, first attempt, where the runner does not say', () => {
    const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_WORKSPACE } = env
    const run = runOf({ GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_JOB, GITHUB_WORKSPACE })
    expect(run).toMatchObject({
      server: 'https://github.com',
      apiUrl: 'https://api.github.com',
      attempt: '1',
      runner: '',
    })
  })

  test('is refused where nobody could tell whose lock it is', () => {
    expect(() => runOf({ ...env, GITHUB_RUN_ID: '', GITHUB_JOB: undefined })).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: 'Not set: GITHUB_RUN_ID, GITHUB_JOB.',
      }),
    )
  })
})

describe('the version', () => {
  let workspace = ''
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  })
  afterEach(() => rmSync(workspace, { recursive: true }))
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  const commit = (): string => {
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '--message', 'first')
    return git('rev-parse', 'HEAD')
  }

  test('is the input, else the variable VERSION, else the commit', async () => {
    const head = commit()
    const sources = { input: ' v2 ', variable: 'v1', workspace }
    expect(await versionOf(sources)).toBe('v2')
    expect(await versionOf({ ...sources, input: undefined })).toBe('v1')
    expect(await versionOf({ ...sources, input: ' ', variable: '' })).toBe(head)
  })

  test('is read from a checkout that belongs to another user', async () => {
    const head = commit()
    // Root may read every folder; git asks who owns it, and this makes it answer "another".
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1'
    try {
      expect(await versionOf({ input: undefined, variable: undefined, workspace })).toBe(head)
    } finally {
      Reflect.deleteProperty(process.env, 'GIT_TEST_ASSUME_DIFFERENT_OWNER')
    }
  })

  test.each(['without a repository', 'without a commit'])('is refused %s', async (title) => {
    if (title === 'without a commit') git('init', '--quiet')
    await expect(versionOf({ input: undefined, variable: undefined, workspace })).rejects.toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: `Can't use commit hash as version, no git repository found in ${workspace}`,
        hint: 'Put actions/checkout before this step, or set the input version.',
      }),
    )
  })

  test.each(['v1;reboot', '-v', '.x', 'a/b', 'ü', 'a b', 'x'.repeat(129)])(
    'is refused as "%s", which cannot be a tag',
    async (input) => {
      await expect(versionOf({ input, variable: undefined, workspace })).rejects.toThrow(
        expect.objectContaining({ code: 'input-invalid' }),
      )
    },
  )
})

test('other programs get neither inputs nor tokens of the runner', () => {
  const env = { PATH: '/bin', HOME: '/root', npm_config_registry: 'x', HTTPS_PROXY: 'y' }
  const secret = { INPUT_IDENTITY: 'a', 'INPUT_GITHUB-TOKEN': 'b', ACTIONS_RUNTIME_TOKEN: 'c' }
  expect(envForPrograms({ ...env, ...secret })).toEqual(env)
})
