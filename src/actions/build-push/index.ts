import { readInputs } from '../../github/inputs.ts'
import { fleetReporting } from '../shared/report/reporting.ts'
import { takeStep } from '../shared/step.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { inputNames } from './contract.ts'
import { runBuild } from './main.ts'
import { readBuildInputs } from './read.ts'
import { leaveFromPost } from './tools.ts'

await takeStep({
  read: () => readInputs(inputNames, readBuildInputs),
  main: runBuild,
  post: leaveFromPost,
  refused: tellRefused('No image was pushed'),
  // A newer commit has cancelled it: that is no trouble of anybody's.
  reporting: { ...fleetReporting('build-push'), silent: ['cancelled'] },
})
