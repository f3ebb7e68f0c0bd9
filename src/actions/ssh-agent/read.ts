import type { InputsOf } from '../../github/inputs.ts'
import { readSshInputs, type SshInputs } from '../shared/ssh-inputs.ts'
import type { inputNames } from './contract.ts'

export interface AgentInputs extends SshInputs {
  /** Whole seconds, at least one: to ssh-add, 0 means for ever. */
  readonly lifetimeSeconds: number
  /** The same as it was given: `6h`. */
  readonly lifetime: string
}

/** The longest that a job may take, on a runner of one's own. */
const longestMs = 5 * 24 * 3_600_000

export const readAgentInputs = (inputs: InputsOf<typeof inputNames>): AgentInputs => {
  const lifetimeMs = inputs.duration('key-lifetime', longestMs)
  return {
    ...readSshInputs(inputs),
    lifetimeSeconds: Math.max(1, Math.ceil(lifetimeMs / 1000)),
    lifetime: inputs.optionalText('key-lifetime') ?? '',
  }
}
