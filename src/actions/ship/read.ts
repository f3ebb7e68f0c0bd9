import type { InputsOf } from '../../github/inputs.ts'
import { readStageInputs, type BuildInputs } from '../build-push/read.ts'
import { readDeployInputs, type DeployInputs } from '../deploy/read.ts'
import type { inputNames } from './contract.ts'

/** What both stages make of the same inputs. */
export interface ShipInputs {
  readonly build: BuildInputs
  readonly deploy: DeployInputs
}

export const readShipInputs = (inputs: InputsOf<typeof inputNames>): ShipInputs => ({
  build: readStageInputs(inputs),
  deploy: readDeployInputs(inputs),
})
