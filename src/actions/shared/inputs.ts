import { parseGiven } from '../../config/secrets/given.ts'
import type { Inputs } from '../../github/inputs.ts'
import { readSshInputs, sshInputNames, type SshInputs } from './ssh-inputs.ts'

/** Inputs that every action has which talks to hosts. */
export const fleetInputNames = [
  'config-file',
  'destination',
  'version',
  'env-file',
  ...sshInputNames,
  'hosts',
  'roles',
  'without-hosts',
  'lock-wait',
  'github-token',
  'dry-run',
] as const

export type FleetInputName = (typeof fleetInputNames)[number]

export interface FleetInputs extends SshInputs {
  readonly configFile: string
  readonly destination: string | undefined
  readonly version: string | undefined
  /** Secrets that stand over those of the secrets files, by name. */
  readonly secrets: Readonly<Record<string, string>>
  readonly hosts: readonly string[]
  readonly roles: readonly string[]
  readonly without: readonly string[]
  readonly lockWaitMs: number
  readonly token: string | undefined
  readonly dryRun: boolean
}

const readSecrets = (inputs: Inputs<FleetInputName>): Readonly<Record<string, string>> => {
  const given = parseGiven(inputs.exactText('env-file') ?? '')
  if ('values' in given) return given.values
  inputs.refuse('env-file', given.wrong)
  return {}
}

/** Reads what deploy and rollback have in common; their own inputs are read beside it. */
export const readFleetInputs = (inputs: Inputs<FleetInputName>): FleetInputs => ({
  configFile: inputs.text('config-file'),
  destination: inputs.optionalText('destination'),
  version: inputs.optionalText('version'),
  ...readSshInputs(inputs),
  secrets: readSecrets(inputs),
  hosts: inputs.list('hosts'),
  roles: inputs.list('roles'),
  without: inputs.list('without-hosts'),
  lockWaitMs: inputs.duration('lock-wait'),
  token: inputs.optionalText('github-token'),
  dryRun: inputs.boolean('dry-run'),
})
