import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { nightlyReporting } from '../shared/report/reporting.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { takeStep } from '../shared/step.ts'
import { keptWorkplace, removeWorkplace } from '../shared/workplace.ts'
import { inputNames } from './contract.ts'
import { runBackup } from './main.ts'
import { readBackupInputs } from './read.ts'

await takeStep({
  read: (context) => readInputs(inputNames, (inputs) => readBackupInputs(inputs, context)),
  main: async (context, inputs) => {
    await runBackup(context, inputs)
    return true
  },
  post: async () => {
    const folder = keptWorkplace()
    if (folder !== undefined) await removeWorkplace(folder)
  },
  refused: tellRefused('No backup was made'),
  reporting: nightlyReporting('backup'),
})
