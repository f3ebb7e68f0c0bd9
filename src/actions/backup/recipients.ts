import { SeaworthyError } from '../../base/error.ts'
import { looksLikeIdentity, parseRecipients } from '../../backup/archive/recipients.ts'
import { isPublicRepository } from '../../github/backups/repository.ts'
import type { Context } from '../shared/context.ts'
import { restApiOf } from '../shared/rest-api.ts'
import type { BackupInputs } from './read.ts'

export interface Encryption {
  readonly recipients: readonly string[]
  readonly warnings: readonly string[]
  /** Whether names of tables may be shown: not where everyone reads the summary. */
  readonly isPrivate: boolean
}

const keygen = 'Make a key pair with `age-keygen`; its public key, age1..., is what goes here.'

const missing = (message: string, hint: string): SeaworthyError =>
  new SeaworthyError('recipients-missing', message, { hint })

const refusePlaintext = (visibility: boolean | 'unknown'): void => {
  if (visibility === false) return
  throw missing(
    visibility === true
      ? 'This repository is public: everyone could download the backup, so plaintext is refused.'
      : 'Whether this repository is public could not be found out, so plaintext is refused.',
    visibility === true ? keygen : 'Pass `github-token`, or give recipients.',
  )
}

/**
 * For whom the backup is encrypted. A private key among the recipients is refused, and masked: the
 * backup job must not be able to open what it makes.
 * @throws SeaworthyError `recipients-missing`, `input-invalid` with every mistake.
 */
export const encryptionFor = async (
  inputs: BackupInputs,
  context: Context,
): Promise<Encryption> => {
  context.secrets.keep(inputs.recipients.filter(looksLikeIdentity))
  const parsed = parseRecipients(inputs.recipients)
  if (parsed.kind === 'mistakes')
    throw new SeaworthyError(
      'input-invalid',
      parsed.mistakes
        .map(({ line, message }) => `recipients, entry ${line}: ${message}`)
        .join('\n'),
      { hint: keygen },
    )
  const { recipients, warnings } = parsed
  if (recipients.length === 0 && !inputs.plaintext)
    throw missing('There is no recipient to encrypt the backup to.', keygen)
  if (recipients.length > 0 && inputs.plaintext)
    throw missing(
      'Give recipients or `plaintext: true`, not both.',
      'Recipients are the safer one.',
    )
  const api = restApiOf(context, inputs.token)
  const visibility = await isPublicRepository(api, context.run.repository)
  if (inputs.plaintext) refusePlaintext(visibility)
  return {
    recipients,
    warnings: warnings.map(({ line, message }) => `recipients, entry ${line}: ${message}`),
    isPrivate: visibility === false,
  }
}
