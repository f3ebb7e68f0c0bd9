import type { InputsOf } from '../../github/inputs.ts'
import { readFleetInputs, type FleetInputs } from '../shared/inputs.ts'
import type { inputNames } from './contract.ts'

export interface DeployInputs extends FleetInputs {
  /** `sha256:...` of the image; undefined: whatever the version's tag is in the registry. */
  readonly digest: string | undefined
  readonly bootstrap: boolean
  readonly upgradeProxy: boolean
}

const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text)

export const readDeployInputs = (inputs: InputsOf<typeof inputNames>): DeployInputs => {
  const digest = inputs.optionalText('image-digest')
  if (digest !== undefined && !isDigest(digest))
    inputs.refuse(
      'image-digest',
      'must be `sha256:` and 64 hex digits, as build-push-action gives it',
    )
  return {
    ...readFleetInputs(inputs),
    digest,
    bootstrap: inputs.boolean('bootstrap'),
    upgradeProxy: inputs.boolean('upgrade-proxy'),
  }
}
