import { SeaworthyError } from '../../base/error.ts'
import type { Artifact } from '../artifact/artifact.ts'
import { backupName, type Rules } from './judge.ts'
import { judgeAll, type Accepted, type ReadRun } from './judge-all.ts'

interface Looking {
  readonly rules: Rules
  readonly readRun: ReadRun
  readonly maxAgeMs: number
}

const isFresh = ({ createdAt }: Artifact, maxAgeMs: number): boolean =>
  Date.now() - Date.parse(createdAt) <= maxAgeMs

const nameOf = ({ name }: Artifact): string => backupName(name)

/** Those of which any could be meant: this run's own where it has made one, else all that are fresh. */
const eligible = (
  accepted: readonly Accepted[],
  artifacts: readonly Artifact[],
  { rules, maxAgeMs }: Looking,
): readonly Artifact[] => {
  const isOwn = (artifact: Artifact): boolean => artifact.origin?.runId === rules.runId
  return accepted.some(({ artifact }) => isOwn(artifact))
    ? artifacts.filter(isOwn)
    : artifacts.filter((artifact) => isFresh(artifact, maxAgeMs))
}

/**
 * Without a name, a proof of one database would pass for a proof of all. Backups that are too old
 * for a proof count for nothing, so a name that was given up is no trouble.
 * @throws SeaworthyError `input-invalid`, with the names there are.
 */
export const requireOneName = async (
  accepted: readonly Accepted[],
  artifacts: readonly Artifact[],
  looking: Looking,
): Promise<void> => {
  const names: string[] = []
  for (const [name, some] of Map.groupBy(eligible(accepted, artifacts, looking), nameOf)) {
    const judged = await judgeAll(some, looking.rules, looking.readRun, 1)
    if (judged.accepted.length > 0) names.push(name)
  }
  if (names.length < 2) return
  throw new SeaworthyError(
    'input-invalid',
    `Input name is needed: there are backups of ${names.length} names, and one proof is of one.`,
    {
      hint: 'Prove each in a step of its own, with its `name`.',
      evidence: names.toSorted(),
    },
  )
}
