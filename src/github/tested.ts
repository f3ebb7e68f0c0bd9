import { readFile } from 'node:fs/promises'
import { SeaworthyError } from '../base/error.ts'
import { isRecord, parsed, textOf } from '../base/unknown.ts'
import type { Env } from './run.ts'

/** The run of another workflow that this one was started by. */
export interface TestedRun {
  readonly commit: string
  /** `owner/name` of where the commit came from; a fork's pull request starts such a run too. */
  readonly repository: string
  /** `success`, `failure`, `cancelled`, ... */
  readonly conclusion: string
}

/**
 * The run that this one comes after: of the event `workflow_run`, else undefined. Its `GITHUB_SHA` is the
 * default branch's tip, which may be newer [GitHub: Events that trigger workflows, workflow_run].
 * @throws SeaworthyError `input-invalid` when the event's file doesn't tell it.
 */
export const testedRunOf = async (env: Env): Promise<TestedRun | undefined> => {
  if (env['GITHUB_EVENT_NAME'] !== 'workflow_run') return undefined
  const text = await readFile(env['GITHUB_EVENT_PATH'] ?? '', 'utf8').catch(() => '')
  const event = parsed(text)
  const run = isRecord(event) && isRecord(event['workflow_run']) ? event['workflow_run'] : {}
  const { head_sha: sha, head_repository: head, conclusion } = run
  const commit = textOf(sha)
  if (commit === undefined)
    throw new SeaworthyError('input-invalid', 'The event workflow_run names no head_sha.', {
      hint: 'The runner writes it to the file of GITHUB_EVENT_PATH, which this step must be able to read.',
    })
  const repository = isRecord(head) ? textOf(head['full_name']) : undefined
  return { commit, repository: repository ?? '', conclusion: textOf(conclusion) ?? '' }
}
