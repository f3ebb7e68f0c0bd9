import { SeaworthyError } from '../../base/error.ts'
import { differences, type Asked, type ReadBack, type Stored } from './read-back.ts'
import { storageText, type Storage } from './retention.ts'

/** Why an upload is not what was asked for. */
export interface Fault {
  readonly message: string
  readonly evidence: readonly string[]
  readonly hint: string
}

const retentionHint =
  'Raise the limit in Settings > Actions > General (an organisation or enterprise may set a lower ' +
  'one), or ask for fewer `retention-days`.'

export const notAsAsked = ({ message, evidence, hint }: Fault): SeaworthyError =>
  new SeaworthyError('upload-not-as-asked', message, { evidence, hint })

/** Told by the runner before anything is uploaded: `cap` is its GITHUB_RETENTION_DAYS. */
export const capFault = (retentionDays: number, cap: string | undefined): Fault | undefined => {
  const limit = Number.parseInt(cap ?? '', 10)
  if (!(limit < retentionDays)) return undefined
  return {
    message: `Backups can't be kept for ${retentionDays} days here: the limit is ${limit} days.`,
    evidence: [`kept: asked ${retentionDays} days, GITHUB_RETENTION_DAYS is ${limit}`],
    hint: retentionHint,
  }
}

/** A number of days that was asked for, but that can't be read back: without a token, say. */
export const untoldFault = (retentionDays: number): Fault => ({
  message: `Whether GitHub keeps the backup for ${retentionDays} days can't be read back.`,
  evidence: ['only its REST API tells when an artifact expires'],
  hint: 'Pass `github-token`, and give the job `permissions: actions: read`.',
})

/**
 * What is wrong with an upload that was read back, exact to the byte; undefined when nothing is. How
 * long it is kept is judged only where the user gave a number; else it is a warning.
 */
export const faultOf = (
  retentionAsked: boolean,
  asked: Asked,
  stored: Stored,
): Fault | undefined => {
  const evidence = differences(asked, stored)
  if (evidence.length > 0) {
    const hint = 'Run the backup again.'
    return { message: 'GitHub did not store the backup as it was made.', evidence, hint }
  }
  const { daysKept } = stored
  if (!retentionAsked || daysKept === asked.retentionDays) return undefined
  if (daysKept === undefined) return untoldFault(asked.retentionDays)
  return {
    message: `GitHub does not keep the backup for ${asked.retentionDays} days.`,
    evidence: [`kept: asked ${asked.retentionDays} days, found ${daysKept} days`],
    hint: retentionHint,
  }
}

export const unreadFault = ({ why }: Extract<ReadBack, { why: string }>): Fault => ({
  message: 'The uploaded backup could not be read back, so it is not proven to be there.',
  evidence: [why],
  hint: 'Give the job `permissions: actions: read`, and try again.',
})

/** Sentences about an upload that is good enough to pass. */
export const warningsOf = (asked: Asked, stored: Stored, storage: Storage): readonly string[] => {
  const { daysKept } = stored
  if (daysKept === asked.retentionDays) return []
  if (daysKept === undefined) {
    return ['GitHub did not tell when the backup expires: a token for its REST API is needed.']
  }
  return [
    `GitHub keeps the backup for ${daysKept} days, not ${asked.retentionDays}: a setting of the ` +
      `repository or its owner. ${storageText(storage)}`,
  ]
}
