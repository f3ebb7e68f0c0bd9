import type { InputsOf } from '../../github/inputs.ts'
import { readSshInputs, type SshInputs } from '../shared/ssh-inputs.ts'
import type { inputNames } from './contract.ts'

export interface BackupInputs extends SshInputs {
  readonly databaseUrl: string | undefined
  readonly through: string
  readonly recipients: readonly string[]
  /** Undefined: 90, or as many as GitHub allows. */
  readonly retentionDays: number | undefined
  readonly excludeTables: readonly string[]
  readonly plaintext: boolean
  readonly name: string | undefined
  readonly token: string | undefined
}

/** GitHub keeps nothing longer, in any plan. */
const mostDays = 400

const readDays = (inputs: InputsOf<typeof inputNames>): number | undefined => {
  const text = inputs.optionalText('retention-days')
  if (text === undefined) return undefined
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > mostDays)
    inputs.refuse('retention-days', `must be a whole number of days from 1 to ${mostDays}`)
  return days
}

const readName = (inputs: InputsOf<typeof inputNames>): string | undefined => {
  const name = inputs.optionalText('name')
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(name))
    inputs.refuse('name', 'may have letters, digits, dots, dashes and underscores, at most 80')
  return name
}

export const readBackupInputs = (inputs: InputsOf<typeof inputNames>): BackupInputs => ({
  databaseUrl: inputs.optionalText('database-url'),
  through: inputs.text('through'),
  ...readSshInputs(inputs),
  recipients: inputs.list('recipients'),
  retentionDays: readDays(inputs),
  excludeTables: inputs.list('exclude-tables'),
  plaintext: inputs.boolean('plaintext'),
  name: readName(inputs),
  token: inputs.optionalText('github-token'),
})
