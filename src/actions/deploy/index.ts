import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { survey } from '../../rollout/survey.ts'
import { takeFleetStep } from '../shared/fleet-step.ts'
import { chooseImage } from './choose.ts'
import { inputNames } from './contract.ts'
import { readDeployInputs } from './read.ts'

await takeFleetStep(
  'deploy',
  () => readInputs(inputNames, readDeployInputs),
  (inputs) => async (choosing) => {
    const { config, aim, ports } = choosing
    const [choice, surveyed] = await Promise.all([
      chooseImage(inputs, choosing),
      survey(config, aim, ports),
    ])
    return { choice, surveyed }
  },
)
