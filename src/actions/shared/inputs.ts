import { parseEnvBlob } from '../../config/secrets/env-blob.ts'
import type { Inputs } from '../../github/inputs.ts'
import { channelInputNames, readChannels, type Channels } from './report/channels.ts'
import { readSshInputs, sshInputNames, type SshInputs } from './ssh-inputs.ts'
import { readTerraform, type Terraform } from './terraform-input.ts'

/** Inputs that every action has which talks to the hosts of a deploy.yml. */
export const aimInputNames = [
  'config-file',
  'destination',
  ...sshInputNames,
  'hosts',
  'roles',
  'without-hosts',
] as const

/** Inputs of deploy and rollback. */
export const fleetInputNames = [
  ...aimInputNames,
  'version',
  'lock-wait',
  'github-token',
  'dry-run',
  'skip-hooks',
  'env-file',
  'terraform-outputs',
  ...channelInputNames,
] as const

export type FleetInputName = (typeof fleetInputNames)[number]

/** Which hosts are meant, and how to log in to them. */
export interface AimInputs extends SshInputs {
  readonly configFile: string
  readonly destination: string | undefined
  readonly hosts: readonly string[]
  readonly roles: readonly string[]
  readonly without: readonly string[]
}

export interface FleetInputs extends AimInputs {
  readonly version: string | undefined
  readonly lockWaitMs: number
  readonly token: string | undefined
  readonly dryRun: boolean
  /** Whether hooks of the checkout are passed over. */
  readonly skipHooks: boolean
  /** Secrets that stand over those of the secrets files, by name. */
  readonly secrets: Readonly<Record<string, string>>
  readonly terraform: Terraform
  readonly channels: Channels
}

/** Secrets that stand over those of the secrets files, all in one input. */
export const readSecrets = (inputs: Inputs<'env-file'>): FleetInputs['secrets'] => {
  const text = inputs.exactText('env-file')
  const parsed = text === undefined ? undefined : parseEnvBlob(text)
  if (parsed?.ok === false)
    for (const mistake of parsed.mistakes) inputs.refuse('env-file', `is wrong: ${mistake}`)
  return parsed?.ok === true ? parsed.values : {}
}

export const readAimInputs = (inputs: Inputs<(typeof aimInputNames)[number]>): AimInputs => ({
  configFile: inputs.text('config-file'),
  destination: inputs.optionalText('destination'),
  ...readSshInputs(inputs),
  hosts: inputs.list('hosts'),
  roles: inputs.list('roles'),
  without: inputs.list('without-hosts'),
})

/** Reads what deploy and rollback have in common; their own inputs are read beside it. */
export const readFleetInputs = (inputs: Inputs<FleetInputName>): FleetInputs => ({
  ...readAimInputs(inputs),
  version: inputs.optionalText('version'),
  lockWaitMs: inputs.duration('lock-wait'),
  token: inputs.optionalText('github-token'),
  dryRun: inputs.boolean('dry-run'),
  skipHooks: inputs.boolean('skip-hooks'),
  secrets: readSecrets(inputs),
  terraform: readTerraform(inputs),
  channels: readChannels(inputs),
})
