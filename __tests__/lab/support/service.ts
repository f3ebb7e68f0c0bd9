import { randomBytes } from 'node:crypto'
import { image, readLab, type ImageOptions, type LabHost } from '../../../lab/kit/lab.ts'
import { runAction } from '../../../lab/kit/runner.ts'
import type { Handle, RunOptions, StepResult } from '../../../lab/kit/step.ts'
import { wipe } from '../../../lab/kit/wipe.ts'
import {
  deployYml,
  makeWorkspace,
  secretsFile,
  type DeployFile,
  type Files,
} from '../../../lab/kit/workspace.ts'
import { leaksIn } from './canaries.ts'

export type Overrides = Omit<DeployFile, 'service' | 'hosts'>
type Inputs = NonNullable<RunOptions['inputs']>

/** A service of a test's own on hosts that others share: its name is new in every run. */
export interface Service {
  readonly name: string
  readonly hosts: readonly LabHost[]
  /** Sent to the app as API_TOKEN; must never be seen anywhere else. */
  readonly canary: string
  readonly workspace: string
  /** Writes config/deploy.yml anew, its keys laid over the lab's usual ones. */
  readonly configure: (overrides: Overrides) => void
  readonly write: (files: Files) => void
  readonly image: (version: string, options?: ImageOptions) => Promise<string>
  /** Starts an action as its workflow would; `options` replace what is usual. */
  readonly start: (action: string, inputs?: Inputs, options?: Partial<RunOptions>) => Handle
  /** Runs an action to its end; throws when a secret shows, or something is left on the runner. */
  readonly run: (
    action: string,
    inputs?: Inputs,
    options?: Partial<RunOptions>,
  ) => Promise<StepResult>
  /** A deploy that is to succeed; throws with its log when it does not. */
  readonly deploy: (version: string, inputs?: Inputs) => Promise<StepResult>
  readonly remove: () => Promise<void>
}

export const registryPassword = (): string => readLab().registry.password

export const makeService = (
  prefix: string,
  hosts: readonly LabHost[],
  overrides: Overrides = {},
): Service => {
  const name = `${prefix}-${randomBytes(3).toString('hex')}`
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const yml = (more: Overrides): Files => ({
    'config/deploy.yml': deployYml({
      env: { secret: ['API_TOKEN'] },
      ...more,
      service: name,
      hosts,
    }),
  })
  const workspace = makeWorkspace({
    ...yml(overrides),
    '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'API_TOKEN'),
  })
  const start: Service['start'] = (action, inputs = {}, options = {}) =>
    runAction(action, {
      workspace: workspace.path,
      ...options,
      inputs: { 'ssh-private-key': readLab().key, ...inputs },
      env: { REGISTRY_PASSWORD: registryPassword(), API_TOKEN: canary, ...options.env },
    })
  const run: Service['run'] = async (action, inputs, options) => {
    const result = await start(action, inputs, options).result
    const env = { API_TOKEN: canary, ...options?.env }
    const wrong = [
      ...leaksIn(result, [env.API_TOKEN, canary, registryPassword(), readLab().key]),
      ...result.leftovers.map((file) => `left on the runner: ${file}`),
      ...result.orphans.map((program) => `still runs on the runner: ${program}`),
    ]
    if (wrong.length > 0) throw new Error(`${action}: ${wrong.join('; ')}\n${result.log}`)
    return result
  }
  return {
    name,
    hosts,
    canary,
    workspace: workspace.path,
    configure: (more) => workspace.write(yml(more)),
    write: workspace.write,
    image: (version, options) => image(name, version, options),
    start,
    run,
    deploy: async (version, inputs = {}) => {
      const result = await run('deploy', { version, ...inputs })
      if (result.exitCode === 0) return result
      throw new Error(`deploy of ${version} ended with ${result.exitCode}:\n${result.log}`)
    },
    remove: async () => {
      workspace.cleanup()
      await wipe(hosts, name)
    },
  }
}
