import '../../base/dirname.ts'
import { SeaworthyError } from '../../base/error.ts'
import { fail } from '../../github/failure.ts'
import { readInputs } from '../../github/inputs.ts'
import { setOutputs } from '../../github/outputs.ts'
import { nightlyReporting } from '../shared/report/reporting.ts'
import { tellRefused } from '../shared/tell-refused.ts'
import { takeStep } from '../shared/step.ts'
import { keptWorkplace } from '../shared/workplace.ts'
import { inputNames, outputNames } from './contract.ts'
import { leave } from './leave.ts'
import { readVerifyInputs } from './read.ts'

const tellNoProof = tellRefused('No proof: the backup is not to be relied on')

await takeStep({
  read: () => readInputs(inputNames, readVerifyInputs),
  main: async (context, inputs) => (await import('./main.ts')).runVerify(context, inputs),
  post: async ({ env }) => {
    const folder = keptWorkplace()
    if (folder !== undefined) await leave(folder, env)
  },
  refused: async (context, error) => {
    // A proof that failed has its outputs and its summary already.
    if (error instanceof SeaworthyError && error.code === 'proof-failed') {
      fail(context.log, error)
      return
    }
    setOutputs(outputNames, { verdict: 'refused' })
    await tellNoProof(context, error)
  },
  reporting: nightlyReporting('verify-restore'),
})
