import { messageOf } from '../../base/reason.ts'
import { SeaworthyError } from '../../base/error.ts'
import type { Env } from '../run.ts'

/** What a failure of GitHub's client means. The client gives texts only: its classes are lost inside. */
const meanings: readonly {
  readonly shows: RegExp
  readonly message: string
  readonly hint: string
}[] = [
  {
    shows: /quota has been hit|insufficient usage/i,
    message: 'The storage for artifacts is used up.',
    hint:
      'Delete old artifacts or keep backups for fewer days (`retention-days`). GitHub counts anew ' +
      'every 6 to 12 hours, per account; a declined payment reads the same.',
  },
  {
    shows: /\(409\)|already exists/i,
    message: 'This run has an artifact of that name already.',
    hint: 'Names are unique in a run: give each backup of the run its own `name`.',
  },
  {
    shows: /not currently supported on GHES/i,
    message: 'This server is GitHub Enterprise Server, which has no such artifact service.',
    hint: 'Run the backup on github.com or GitHub Enterprise Cloud.',
  },
  {
    shows: /ACTIONS_RUNTIME_TOKEN|ACTIONS_RESULTS_URL|JWT token/i,
    message: 'There is no token for the artifact service: this is not a step on a runner.',
    hint: 'Uploads work in an action only; the runner gives each action a token of its own.',
  },
  {
    shows: /\(401\)|\(403\)/,
    message: 'The artifact service does not accept the token of this job.',
    hint: 'The token ends with the job. A job of more than 6 hours needs to be split.',
  },
  {
    shows: /Unable to make request|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|progress stalled|fetch/i,
    message: 'The artifact service could not be reached.',
    hint: 'A self-hosted runner must reach GitHub and its blob storage; try again.',
  },
  {
    shows: /\(5\d\d\)|\(429\)|after \d+ attempts/,
    message: 'The artifact service is in trouble.',
    hint: 'It was asked several times. Look at githubstatus.com and try again.',
  },
]

const unknownMeaning = {
  message: 'The artifact service refused the upload.',
  hint: 'Try again; the cause is in the evidence.',
}

/** A failure of GitHub's client, explained. `also` is more evidence. */
export const uploadRefused = (error: unknown, also: readonly string[] = []): SeaworthyError => {
  const reason = messageOf(error)
  const { message, hint } = meanings.find(({ shows }) => shows.test(reason)) ?? unknownMeaning
  return new SeaworthyError('upload-refused', message, {
    hint,
    evidence: [reason, ...also],
    cause: error,
  })
}

/** @throws SeaworthyError `upload-refused` where the runner's variables for the service are missing. */
export const checkRunner = (env: Env): void => {
  const needed = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL']
  const missing = needed.filter((name) => (env[name] ?? '') === '')
  if (missing.length > 0) throw uploadRefused(new Error(`Not set: ${missing.join(', ')}.`))
}
