import '../../base/dirname.ts'
import { readInputs } from '../../github/inputs.ts'
import { enter } from '../shared/entry.ts'
import { chooseImage } from './choose.ts'
import { inputNames } from './contract.ts'
import { readDeployInputs } from './read.ts'

await enter(
  () => readInputs(inputNames, readDeployInputs),
  (inputs) => (choosing) => chooseImage(inputs, choosing),
)
