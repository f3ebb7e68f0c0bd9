import type { Artifact } from '../artifact/artifact.ts'

/** A run as the REST API tells it. */
export interface WorkflowRun {
  readonly id: string
  /** `.github/workflows/backup.yml`, without `@ref`. */
  readonly path: string
  readonly event: string
  readonly status: string
  /** Empty while the run is at work. */
  readonly conclusion: string
  readonly headBranch: string
  readonly repositoryId: string
  readonly headRepositoryId: string
}

/** What an artifact must be to be trusted as a backup: everybody may upload one of any name. */
export interface Rules {
  readonly repositoryId: string
  readonly branch: string
  /** A path such as `.github/workflows/backup.yml`, or the file's name alone. */
  readonly workflow: string
  /** This very run: it is at work, and its own backups count all the same. */
  readonly runId: string
  /** What `backup` was told as `name`, or the database's; undefined: backups of every name. */
  readonly name: string | undefined
}

const events = ['schedule', 'workflow_dispatch', 'push']
const endings = ['.tar.zst.age', '.tar.zst']

/**
 * The name that a backup was made under: `shop` of `shop-20261120T020000Z.tar.zst.age`. The moment at
 * the end has no dash, so that `shop-eu` is another one.
 */
export const backupName = (artifactName: string): string => artifactName.replace(/-[^-]*$/, '')

type Check = readonly [isGood: boolean, why: string]

const refusals = (checks: readonly Check[]): readonly string[] =>
  checks.filter(([isGood]) => !isGood).map(([, why]) => why)

/** Why the artifact alone shows that it is no backup to trust. Empty: nothing against it yet. */
export const judgeAlone = (artifact: Artifact, rules: Rules): readonly string[] => {
  const { name, origin, sha256, expired } = artifact
  return refusals([
    [
      endings.some((ending) => name.endsWith(ending)),
      `its name ends in none of ${endings.join(', ')}`,
    ],
    [
      rules.name === undefined || backupName(name) === rules.name,
      `it is not a backup with the name ${rules.name ?? ''}`,
    ],
    [!expired, 'it has expired'],
    [sha256 !== undefined, 'GitHub gives no digest for it'],
    [origin !== undefined && origin.runId !== '', 'GitHub does not tell which run made it'],
    [origin?.repositoryId === rules.repositoryId, 'it is not of this repository'],
    [origin?.headRepositoryId === rules.repositoryId, 'the run that made it is a run of a fork'],
    [
      origin?.headBranch === rules.branch,
      `it was made on ${origin?.headBranch ?? '?'}, not ${rules.branch}`,
    ],
  ])
}

const workflowPath = (workflow: string): string =>
  workflow.includes('/') ? workflow : `.github/workflows/${workflow}`

/** Why the run that made it shows that it is no backup to trust. */
export const judgeRun = (run: WorkflowRun, rules: Rules): readonly string[] => {
  const expected = workflowPath(rules.workflow)
  const isThis = run.id === rules.runId
  const ended = run.conclusion === '' ? run.status : run.conclusion
  return refusals([
    [run.repositoryId === rules.repositoryId, 'its run is not of this repository'],
    [run.headRepositoryId === rules.repositoryId, 'its run is a run of a fork'],
    [run.headBranch === rules.branch, `its run is on ${run.headBranch}, not ${rules.branch}`],
    [run.path === expected, `its run is of ${run.path}, not ${expected}`],
    [events.includes(run.event), `its run was started by ${run.event}`],
    [isThis || run.conclusion === 'success', `its run ended with: ${ended}`],
  ])
}

/** Whether an artifact may be trusted as a backup; all that speaks against it, one clause each. */
export const judgeArtifact = (
  artifact: Artifact,
  run: WorkflowRun,
  rules: Rules,
): { readonly accepted: true } | { readonly accepted: false; readonly why: readonly string[] } => {
  const isItsRun = artifact.origin?.runId === run.id
  const why = [
    ...judgeAlone(artifact, rules),
    ...(isItsRun ? judgeRun(run, rules) : ['GitHub answered for another run']),
  ]
  return why.length === 0 ? { accepted: true } : { accepted: false, why: [...new Set(why)] }
}

/** Newest first; of the same second, the one with the higher number is the newer. */
export const newestFirst = (one: Artifact, other: Artifact): number =>
  Date.parse(other.createdAt) - Date.parse(one.createdAt) || other.id - one.id
