import { SeaworthyError } from '../../base/error.ts'
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
 * For whom the backup is encrypted.
 * @throws SeaworthyError `recipients-missing`.
 */
export const encryptionFor = async (
  inputs: BackupInputs,
  context: Context,
): Promise<Encryption> => {
  const { recipients, recipientWarnings: warnings } = inputs
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
    ...{ recipients, warnings },
    isPrivate: visibility === false,
  }
}
