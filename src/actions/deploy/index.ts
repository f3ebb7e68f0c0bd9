import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { takeFleetStep } from '../shared/fleet-step.ts'
import { chooseAndLook } from './choose.ts'
import { inputNames } from './contract.ts'
import { readDeployInputs } from './read.ts'

await takeFleetStep(
  'deploy',
  () => readInputs(inputNames, readDeployInputs),
  (inputs) => (choosing) => chooseAndLook(inputs, choosing),
)
