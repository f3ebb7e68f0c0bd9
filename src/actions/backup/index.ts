import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { nightlyReporting } from '../shared/report/reporting.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { takeStep } from '../shared/step.ts'
import { keptWorkplace, removeWorkplace } from '../shared/workplace.ts'
import { inputNames } from './contract.ts'

/**
 * Blocks of 8 MiB that GitHub's client has under way at the same time. Its own five take more memory
 * than all the rest of a backup, for a line that two fill as well.
 */
process.env['ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY'] ??= '2'

await takeStep({
  read: async (context) => {
    // Recipients are checked by age itself.
    const { readBackupInputs } = await import('./read.ts')
    return readInputs(inputNames, (inputs) => readBackupInputs(inputs, context))
  },
  main: async (context, inputs) => (await import('./main.ts')).runBackup(context, inputs),
  post: async () => {
    const folder = keptWorkplace()
    if (folder !== undefined) await removeWorkplace(folder)
  },
  refused: tellRefused('No backup was made'),
  reporting: nightlyReporting('backup'),
})
