import type { InputsOf } from '../../github/inputs.ts'
import { readAimInputs, type AimInputs } from '../shared/inputs.ts'
import { commands, type Command, type inputNames } from './contract.ts'

export interface OperateInputs extends AimInputs {
  readonly command: Command
  readonly lines: number
  readonly reason: string | undefined
  readonly heldBy: string | undefined
}

const mostLines = 1000

/** Kamal waits for locks with this text, and would then wait for a freeze. */
const waited = 'Automatic deploy lock'

const readReason = (inputs: InputsOf<typeof inputNames>, command: Command): string | undefined => {
  const reason = inputs.optionalText('reason')
  if (command === 'freeze' && reason === undefined)
    inputs.refuse('reason', 'is missing: those whose deploys are held want to know why')
  if (reason?.includes(waited) === true) inputs.refuse('reason', `must not contain "${waited}"`)
  return reason
}

const readLines = (inputs: InputsOf<typeof inputNames>): number => {
  const lines = Number(inputs.text('lines'))
  if (Number.isInteger(lines) && lines >= 1 && lines <= mostLines) return lines
  inputs.refuse('lines', `must be a number from 1 to ${mostLines}`)
  return 1
}

export const readOperateInputs = (inputs: InputsOf<typeof inputNames>): OperateInputs => {
  const command = inputs.choice('command', commands)
  return {
    ...readAimInputs(inputs),
    command,
    lines: readLines(inputs),
    reason: readReason(inputs, command),
    heldBy: inputs.optionalText('held-by'),
  }
}
