import '../../base/dirname.ts'
import { exportVariables } from '../../github/exports.ts'
import { readInputs } from '../../github/inputs.ts'
import { takeStep } from '../shared/step.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { keptWorkplace } from '../shared/workplace.ts'
import { inputNames } from './contract.ts'
import { agentBefore } from './earlier.ts'
import { keptPid, leave } from './leave.ts'
import { readAgentInputs } from './read.ts'

await takeStep({
  read: () => readInputs(inputNames, readAgentInputs),
  main: async (context, inputs) => (await import('./main.ts')).runAgent(context, inputs),
  post: async () => {
    const folder = keptWorkplace()
    if (folder === undefined) return
    exportVariables(agentBefore())
    await leave(folder, keptPid())
  },
  refused: tellRefused('No ssh-agent'),
})
