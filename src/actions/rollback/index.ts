import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { chooseRollback } from '../../rollout/choose-rollback.ts'
import { surveyWithFiles } from '../../rollout/survey.ts'
import { takeFleetStep } from '../shared/fleet-step.ts'
import { readFleetInputs } from '../shared/inputs.ts'
import { inputNames } from './contract.ts'

await takeFleetStep(
  'rollback',
  () => readInputs(inputNames, readFleetInputs),
  (inputs) =>
    async ({ config, aim, ports }) => {
      const hosts = aim.targets.map(({ host }) => host)
      const fleet = await surveyWithFiles(config, hosts, ports)
      const chosen = chooseRollback(config, fleet, aim.targets, inputs.version)
      return inputs.version === undefined ? chosen : { ...chosen, enough: 'version' }
    },
)
