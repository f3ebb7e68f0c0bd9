import type { Mutant } from './mutant.ts'
import { locks, secrets } from './saying.ts'
import { gates, order, recovery } from './serving.ts'
import { webFiles } from './web.ts'

export const mutants: readonly Mutant[] = [
  ...gates,
  ...order,
  ...recovery,
  ...locks,
  ...secrets,
  ...webFiles,
]
