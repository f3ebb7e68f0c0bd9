import type { Handle, RunOptions, StepResult } from '../../../lab/kit/step.ts'
import { token, type FakeAttempt, type FakeGitHub } from '../../support/github-api.ts'
import type { Service } from './service.ts'

let latest = 41_000

/** Runs of one workflow: each has a number of its own, and GitHub knows what became of them. */
export const workflowOf = (service: Service, github: FakeGitHub) => {
  const begin = (
    action: string,
    inputs: RunOptions['inputs'],
    options: Partial<RunOptions> = {},
  ): Handle & { readonly id: number } => {
    latest += 1
    const id = latest
    const env = { GITHUB_API_URL: github.apiUrl, GITHUB_RUN_ID: String(id), ...options.env }
    return { ...service.start(action, inputs, { token, ...options, env }), id }
  }
  const start = (
    version: string,
    inputs: RunOptions['inputs'] = {},
    options: Partial<RunOptions> = {},
    action = 'deploy',
  ): Handle & { readonly id: number } => begin(action, { version, ...inputs }, options)
  return {
    /** Any action, by its own inputs. */
    begin,
    start,
    /** Runs a deploy to its end. */
    deploy: (
      version: string,
      inputs: RunOptions['inputs'] = {},
      options: Partial<RunOptions> = {},
    ): Promise<StepResult> => start(version, inputs, options).result,
    /** What GitHub says of the latest run from now on. */
    tell: (attempt: FakeAttempt): void => {
      github.attempts.set(`acme/shop/${latest}/1`, attempt)
    },
  }
}

export const ended: FakeAttempt = { status: 'completed', conclusion: 'failure' }
