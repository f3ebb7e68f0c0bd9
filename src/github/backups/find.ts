import { SeaworthyError } from '../../base/error.ts'
import type { Artifact } from '../artifact/artifact.ts'
import type { RestApi } from '../rest.ts'
import { backupName, newestFirst, type Rules, type WorkflowRun } from './judge.ts'
import { judgeAll, runReader, type Refused } from './judge-all.ts'
import { listArtifacts, readArtifact } from './list.ts'
import { requireOneName } from './one-name.ts'
import { repositoryOf } from './repository.ts'

export interface Search {
  /** `owner/name`. */
  readonly repository: string
  /** This very run, which is looked at first. */
  readonly runId: string
  /** Only backups that were made under this name. */
  readonly name?: string | undefined
  /** Only this one, by its number. */
  readonly artifactId?: number | undefined
  /** Path of the workflow that makes backups, or its file's name. */
  readonly workflow: string
  /** The repository's default branch unless given. */
  readonly branch?: string | undefined
  /** In milliseconds: an older backup is not one that could have been meant as well. */
  readonly maxAgeMs: number
  /** How many earlier backups to tell the sizes of. */
  readonly history?: number | undefined
}

export interface Found {
  readonly backup: Artifact
  readonly run: WorkflowRun
  /** Earlier backups of the same name that would have been accepted, newest first. */
  readonly earlier: readonly Artifact[]
  /** Those that were looked at and not trusted, newest first. */
  readonly refused: readonly Refused[]
}

const shownRefusals = 20

const missing = (message: string, evidence: readonly string[], hint: string): SeaworthyError =>
  new SeaworthyError('backup-missing', message, { evidence, hint })

const permissionHint =
  'Give the job `permissions: actions: read` and `contents: read`, and pass `github-token`.'

const unanswered = (why: string): SeaworthyError =>
  missing('GitHub did not tell which backups there are.', [why], permissionHint)

const candidates = async (api: RestApi, search: Search): Promise<readonly Artifact[]> => {
  const base = `repos/${search.repository}/actions`
  if (search.artifactId !== undefined) {
    const answer = await readArtifact(api, `${base}/artifacts/${search.artifactId}`)
    if ('why' in answer) throw unanswered(answer.why)
    return [answer.artifact]
  }
  const own = await listArtifacts(api, `${base}/runs/${search.runId}/artifacts`)
  if ('why' in own) throw unanswered(own.why)
  const all = await listArtifacts(api, `${base}/artifacts`)
  if ('why' in all) throw unanswered(all.why)
  const ownIds = new Set(own.artifacts.map(({ id }) => id))
  const others = all.artifacts.filter(({ id }) => !ownIds.has(id))
  return [...own.artifacts.toSorted(newestFirst), ...others.toSorted(newestFirst)]
}

const refusalLine = ({ artifact, why }: Refused): string =>
  `${artifact.name} (${artifact.id}, ${artifact.createdAt}): ${why.join('; ')}`

const nothingFound = (refused: readonly Refused[], rules: Rules, only?: number): SeaworthyError => {
  const lines = refused.slice(0, shownRefusals).map(refusalLine)
  const more = refused.length - lines.length
  return missing(
    only === undefined
      ? `No backup of ${rules.workflow} on ${rules.branch} was found that can be trusted.`
      : `Artifact ${only} is not a backup that can be trusted.`,
    [
      ...(refused.length === 0 ? ['There are no artifacts at all.'] : lines),
      ...(more > 0 ? [`and ${more} more`] : []),
    ],
    'Run the backup first; check `workflow` and the name. Backups are taken from successful runs ' +
      'of the expected workflow on the expected branch of this repository only.',
  )
}

/**
 * The newest backup that can be trusted, one of this run before all others, and the sizes of those
 * before it. Lists of artifacts are read whole (1000 at most), since their order is not promised.
 * @throws SeaworthyError `backup-missing`, with what was looked at and why each was refused;
 * `input-invalid` where no name is given and backups of several names could be meant.
 */
export const findBackups = async (api: RestApi, search: Search): Promise<Found> => {
  const answer = await repositoryOf(api, search.repository)
  if ('why' in answer) throw unanswered(answer.why)
  const rules: Rules = {
    repositoryId: answer.repository.id,
    branch: search.branch ?? answer.repository.defaultBranch,
    workflow: search.workflow,
    runId: search.runId,
    name: search.name,
  }
  const artifacts = await candidates(api, search)
  const readRun = runReader(api, search.repository)
  const wanted = 1 + (search.history ?? 7)
  const { accepted, refused } = await judgeAll(artifacts, rules, readRun, wanted)
  const [best, ...earlier] = accepted
  if (best === undefined) throw nothingFound(refused, rules, search.artifactId)
  if (search.artifactId === undefined && search.name === undefined)
    await requireOneName(accepted, artifacts, { rules, readRun, maxAgeMs: search.maxAgeMs })
  return {
    backup: best.artifact,
    run: best.run,
    earlier: earlier
      .map(({ artifact }) => artifact)
      .filter(({ name }) => backupName(name) === backupName(best.artifact.name)),
    refused,
  }
}
