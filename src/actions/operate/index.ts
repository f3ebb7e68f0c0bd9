import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { owed } from '../shared/owed.ts'
import { fleetReporting } from '../shared/report/reporting.ts'
import { takeStep } from '../shared/step.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { inputNames } from './contract.ts'
import { readOperateInputs } from './read.ts'

await takeStep({
  read: (context) => readInputs(inputNames, (inputs) => readOperateInputs(inputs, context)),
  main: async (context, inputs) => (await import('./main.ts')).runOperate(context, inputs),
  post: async (context) => {
    const journal = owed()
    if (journal === undefined) return
    const inputs = readInputs(inputNames, (given) => readOperateInputs(given, context))
    await (await import('../shared/post.ts')).runPost(context, inputs, journal)
  },
  refused: tellRefused('It was not done'),
  reporting: fleetReporting('operate'),
})
