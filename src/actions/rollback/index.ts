import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { chooseRollback } from '../../rollout/choose-rollback.ts'
import { survey } from '../../rollout/survey.ts'
import { takeFleetStep } from '../shared/fleet-step.ts'
import { readFleetInputs } from '../shared/inputs.ts'
import { inputNames } from './contract.ts'

await takeFleetStep(
  'rollback',
  () => readInputs(inputNames, readFleetInputs),
  (inputs) =>
    async ({ config, aim, ports }) => {
      const surveyed = await survey(config, aim, ports, 'all')
      const chosen = chooseRollback(config, surveyed.fleet, aim.targets, inputs.version)
      const choice =
        inputs.version === undefined ? chosen : { ...chosen, enough: 'version' as const }
      return { choice, surveyed }
    },
)
