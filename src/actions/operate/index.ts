import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import type { Context } from '../shared/context.ts'
import { owed } from '../shared/owed.ts'
import { fleetReporting } from '../shared/report/reporting.ts'
import { takeStep } from '../shared/step.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { inputNames } from './contract.ts'
import { readOperateInputs, type OperateInputs } from './read.ts'

const read = (context: Context): OperateInputs =>
  readInputs(inputNames, (inputs) => readOperateInputs(inputs, context))

await takeStep({
  read,
  main: async (context, inputs) => (await import('./main.ts')).runOperate(context, inputs),
  post: async (context) => {
    const journal = owed()
    if (journal === undefined) return undefined
    const inputs = read(context)
    const { runPost } = await import('../shared/post.ts')
    const said = await runPost(context, inputs, journal)
    const { settleReboot } = await import('./on-accessory.ts')
    const settled = await settleReboot(context, inputs, journal)
    if (settled !== undefined) context.log.info(settled)
    return said === undefined || settled === undefined ? (said ?? settled) : `${said}; ${settled}`
  },
  refused: tellRefused('It was not done', 'It did not end well'),
  reporting: fleetReporting('operate'),
})
