import { looksLikeIdentity, parseRecipients } from '../../backup/archive/recipients.ts'
import type { InputsOf } from '../../github/inputs.ts'
import { readClientInputs, type ClientInputs } from '../shared/client-inputs.ts'
import type { Context } from '../shared/context.ts'
import { readDatabaseInputs, type DatabaseInputs } from '../shared/database-inputs.ts'
import { readNightlyChannels, type Channels } from '../shared/report/channels.ts'
import type { inputNames } from './contract.ts'

export interface BackupInputs extends DatabaseInputs, ClientInputs {
  /** Public keys. */
  readonly recipients: readonly string[]
  readonly recipientWarnings: readonly string[]
  readonly configFile: string
  /** Undefined: 90, or as many as GitHub allows. */
  readonly retentionDays: number | undefined
  readonly excludeTables: readonly string[]
  readonly plaintext: boolean
  readonly name: string | undefined
  readonly token: string | undefined
  readonly channels: Channels
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

/** A private key is refused, and masked: the backup job must not be able to open what it makes. */
const readRecipients = (
  inputs: InputsOf<typeof inputNames>,
  { keep }: Pick<Context['secrets'], 'keep'>,
): Pick<BackupInputs, 'recipients' | 'recipientWarnings'> => {
  const given = inputs.list('recipients')
  keep(given.filter(looksLikeIdentity))
  const parsed = parseRecipients(given)
  if (parsed.kind === 'mistakes') {
    for (const { line, message } of parsed.mistakes)
      inputs.refuse('recipients', `is wrong in entry ${line}: ${message}`)
    return { recipients: [], recipientWarnings: [] }
  }
  const { recipients, warnings } = parsed
  return {
    recipients,
    recipientWarnings: warnings.map(({ line, message }) => `recipients, entry ${line}: ${message}`),
  }
}

/** What the inputs say; `env` fills in what the URL leaves out, as libpq does. */
export const readBackupInputs = (
  inputs: InputsOf<typeof inputNames>,
  { env, secrets }: Pick<Context, 'env' | 'secrets'>,
): BackupInputs => ({
  ...readDatabaseInputs(inputs, { env }),
  ...readRecipients(inputs, secrets),
  configFile: inputs.text('config-file'),
  retentionDays: readDays(inputs),
  excludeTables: inputs.list('exclude-tables'),
  plaintext: inputs.boolean('plaintext'),
  name: readName(inputs),
  ...readClientInputs(inputs),
  token: inputs.optionalText('github-token'),
  channels: readNightlyChannels(inputs),
})
