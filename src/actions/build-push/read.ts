import type { InputsOf } from '../../github/inputs.ts'
import { readSecrets } from '../shared/inputs.ts'
import { readChannels, type Channels } from '../shared/report/channels.ts'
import { readTerraform, type Terraform } from '../shared/terraform-input.ts'
import type { inputNames, stageInputNames } from './contract.ts'

export interface BuildInputs {
  readonly configFile: string
  readonly destination: string | undefined
  readonly version: string | undefined
  readonly platforms: readonly string[]
  readonly context: string | undefined
  readonly dockerfile: string | undefined
  readonly target: string | undefined
  /** Null takes the value from the step's environment. */
  readonly args: Readonly<Record<string, string | null>>
  /** Undefined: as deploy.yml says. */
  readonly cache: 'registry' | 'gha' | 'none' | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly builder: string | undefined
  readonly rebuild: boolean
  /** Whether hooks of the checkout are passed over. */
  readonly skipHooks: boolean
  readonly token: string | undefined
  /** Secrets that stand over those of the secrets files, by name. */
  readonly secrets: Readonly<Record<string, string>>
  readonly terraform: Terraform
  /** Whether all that a deploy of the file needs has to be there, before anything is built. */
  readonly checkDeploy: boolean
  readonly channels: Channels
}

const caches = ['registry', 'gha', 'none'] as const

type Reader = InputsOf<typeof stageInputNames>

/** `NAME=value`, one per line, or `NAME` alone for the variable of the step. */
const readArgs = (inputs: Reader): BuildInputs['args'] => {
  const lines = (inputs.exactText('build-args') ?? '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value] = /^([^=]*?)\s*(?:=([^]*))?$/.exec(line) ?? []
      if (!/^[A-Za-z_]\w*$/.test(name))
        inputs.refuse(
          'build-args',
          `must have lines such as NAME=value, not one that begins ${JSON.stringify(name.slice(0, 30))}`,
        )
      return [name, value ?? null]
    }),
  )
}

const readPlatforms = (inputs: Reader): readonly string[] => {
  const platforms = inputs
    .list('platforms')
    .map((name) => (name.includes('/') ? name : `linux/${name}`))
  for (const name of platforms.filter((one) => !/^[a-z0-9]+\/[a-z0-9]+(\/v\d)?$/.test(one)))
    inputs.refuse('platforms', `must be such as linux/amd64, not ${JSON.stringify(name)}`)
  return platforms
}

/** Paths become words of a command line, where a dash would make them options. */
const readPath = (inputs: Reader, name: 'context' | 'dockerfile' | 'target' | 'builder') => {
  const path = inputs.optionalText(name)
  if (path?.startsWith('-')) inputs.refuse(name, 'must not begin with a dash')
  return path
}

/** What the stage is told, alone or within the one step. */
export const readStageInputs = (inputs: Reader): BuildInputs => ({
  configFile: inputs.text('config-file'),
  destination: inputs.optionalText('destination'),
  version: inputs.optionalText('version'),
  platforms: readPlatforms(inputs),
  context: readPath(inputs, 'context'),
  dockerfile: readPath(inputs, 'dockerfile'),
  target: readPath(inputs, 'target'),
  args: readArgs(inputs),
  cache: inputs.optionalText('cache') === undefined ? undefined : inputs.choice('cache', caches),
  username: inputs.optionalText('registry-username'),
  password: inputs.optionalText('registry-password'),
  builder: readPath(inputs, 'builder'),
  rebuild: inputs.boolean('rebuild'),
  skipHooks: inputs.boolean('skip-hooks'),
  token: inputs.optionalText('github-token'),
  secrets: readSecrets(inputs),
  terraform: readTerraform(inputs),
  checkDeploy: false,
  channels: readChannels(inputs),
})

export const readBuildInputs = (inputs: InputsOf<typeof inputNames>): BuildInputs => ({
  ...readStageInputs(inputs),
  checkDeploy: inputs.boolean('check-deploy'),
})
