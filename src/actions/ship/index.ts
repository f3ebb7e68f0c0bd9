import '../../base/dirname.ts'
import { inspectInputs, readInputs } from '../../github/inputs.ts'
import { leaveFromPost } from '../build-push/tools.ts'
import { takeRolloutStep } from '../shared/fleet-step.ts'
import { inputNames } from './contract.ts'
import { readShipInputs } from './read.ts'

await takeRolloutStep({
  action: 'deploy',
  read: () => inspectInputs(inputNames, readShipInputs),
  main: async (context, inputs) => (await import('./main.ts')).runShip(context, inputs),
  readAgain: () => readInputs(inputNames, readShipInputs).deploy,
  leave: leaveFromPost,
})
