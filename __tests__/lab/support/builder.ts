import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addHost, image, readLab, type LabHost } from '../../../lab/kit/lab.ts'
import { runAction } from '../../../lab/kit/runner.ts'
import type { Handle, RunOptions, StepResult } from '../../../lab/kit/step.ts'
import {
  deployYml,
  makeWorkspace,
  secretsFile,
  type Files,
  type Workspace,
} from '../../../lab/kit/workspace.ts'
import { leaksIn } from './canaries.ts'
import { registryPassword } from './service.ts'

type BuilderKeys = Readonly<Record<string, unknown>>
type Inputs = NonNullable<RunOptions['inputs']>

/** An app of a test's own, with a Dockerfile, and a runner whose docker talks to a builder of the lab. */
export interface BuiltApp {
  readonly name: string
  readonly hosts: readonly LabHost[]
  readonly repository: string
  /** Given to the build as the secret NPM_TOKEN; must be seen nowhere. */
  readonly canary: string
  readonly workspace: Workspace
  /** An image of the lab's app to build upon. */
  readonly base: string
  /** Commits files, and deploy.yml with keys under `builder` laid over the usual ones. */
  readonly commit: (files: Files, builder?: BuilderKeys) => string
  readonly start: (inputs?: Inputs, options?: Partial<RunOptions>) => Handle
  /** Runs the action; throws when a secret shows, or something is left on the runner. */
  readonly run: (inputs?: Inputs, options?: Partial<RunOptions>) => Promise<StepResult>
  readonly remove: () => void
}

/** A docker client with buildx, as a runner has it: in HOME, or where DOCKER_CONFIG says. */
export const clientConfig = (host: LabHost): string => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-docker-'))
  mkdirSync(join(folder, 'cli-plugins'))
  const plugins = host.builder?.plugins ?? ''
  copyFileSync(join(plugins, 'docker-buildx'), join(folder, 'cli-plugins/docker-buildx'))
  writeFileSync(join(folder, 'config.json'), '{"psFormat": "table"}')
  return folder
}

export const socketOf = (host: LabHost): string => `unix://${host.builder?.socket ?? ''}`

export const makeBuiltApp = async (
  prefix: string,
  builder: LabHost,
  hosts: readonly LabHost[] = [builder],
  action: 'build-push' | '.' = 'build-push',
): Promise<BuiltApp> => {
  const name = `${prefix}-${randomBytes(3).toString('hex')}`
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const { server } = readLab().registry
  const config = clientConfig(builder)
  await image(`${name}-base`, 'v1')
  const yml = (keys: BuilderKeys = {}): Files => ({
    'config/deploy.yml': deployYml({
      builder: { arch: 'amd64', secrets: ['NPM_TOKEN'], ...keys },
      service: name,
      hosts,
    }),
  })
  const base = `${server}/lab/${name}-base:v1`
  const workspace = makeWorkspace({
    ...yml(),
    '.kamal/secrets': secretsFile('REGISTRY_PASSWORD', 'NPM_TOKEN'),
    Dockerfile: `FROM ${base}\nENV APP_VERSION=built\n`,
  })
  const start: BuiltApp['start'] = (inputs = {}, options = {}) =>
    runAction(action, {
      workspace: workspace.path,
      ...options,
      inputs: action === '.' ? { 'ssh-private-key': readLab().key, ...inputs } : inputs,
      env: {
        DOCKER_HOST: socketOf(builder),
        DOCKER_CONFIG: config,
        REGISTRY_PASSWORD: registryPassword(),
        NPM_TOKEN: canary,
        ...options.env,
      },
    })
  return {
    name,
    hosts,
    repository: `${server}/lab/${name}`,
    canary,
    workspace,
    base,
    commit: (files, keys) => workspace.commit({ ...yml(keys), ...files }),
    start,
    run: async (inputs, options) => {
      const result = await start(inputs, options).result
      const wrong = [
        ...leaksIn(result, [canary, registryPassword(), readLab().key]),
        ...result.leftovers.map((file) => `left on the runner: ${file}`),
        ...result.orphans.map((program) => `still runs on the runner: ${program}`),
      ]
      if (wrong.length > 0) throw new Error(`${wrong.join('; ')}\n${result.log}`)
      return result
    },
    remove: () => {
      workspace.cleanup()
      rmSync(config, { recursive: true, force: true })
    },
  }
}

/** A host that builds, for one file of tests. */
export const withBuilder = (name: string, flags: readonly string[] = []): Promise<LabHost> =>
  addHost(name, ['--builder', ...flags])
