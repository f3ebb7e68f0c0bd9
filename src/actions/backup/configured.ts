import { SeaworthyError } from '../../base/error.ts'
import { looksLikeIdentity, parseRecipients } from '../../backup/archive/recipients.ts'
import { formatMistake } from '../../config/mistake.ts'
import { readRecipients } from '../../config/recipients.ts'
import type { Context } from '../shared/context.ts'
import { annotate, sourceIn } from '../shared/load-config.ts'
import type { BackupInputs } from './read.ts'

const refuse = (file: string, evidence: readonly string[]): SeaworthyError =>
  new SeaworthyError('config-invalid', `The recipients of ${file} can't be used.`, {
    evidence,
    hint: 'Correct x-seaworthy/backup/recipients, or give the input recipients.',
  })

/**
 * Takes recipients from deploy.yml where the input has none; a checkout without that file has none.
 * @throws SeaworthyError `config-invalid` with every mistake.
 */
export const withConfigured = (context: Context, inputs: BackupInputs): BackupInputs => {
  const source = sourceIn(context.run.workspace, context.env)
  const { configFile, plaintext } = inputs
  if (inputs.recipients.length > 0 || plaintext || source.read(configFile) === undefined)
    return inputs
  const configured = readRecipients(configFile, source)
  if (!configured.ok) {
    annotate(context.log, 'error', configured.mistakes)
    throw refuse(configFile, configured.mistakes.map(formatMistake))
  }
  context.secrets.keep(configured.recipients.filter(looksLikeIdentity))
  const parsed = parseRecipients(configured.recipients)
  const told = ({ line, message }: { readonly line: number; readonly message: string }): string =>
    `x-seaworthy/backup/recipients, entry ${line}: ${message}`
  if (parsed.kind === 'mistakes') throw refuse(configFile, parsed.mistakes.map(told))
  return { ...inputs, recipients: configured.recipients }
}
