import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { takeFleetStep } from '../shared/fleet-step.ts'
import { chooseImage } from './choose.ts'
import { inputNames } from './contract.ts'
import { readDeployInputs } from './read.ts'

await takeFleetStep(
  'deploy',
  () => readInputs(inputNames, readDeployInputs),
  (inputs) => (choosing) => chooseImage(inputs, choosing),
)
