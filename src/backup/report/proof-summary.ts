import { codeBlock, details, table, words } from '../../base/markdown.ts'
import { duration } from '../../base/time.ts'
import type { Check } from '../../postgres/proof/check.ts'
import type { Proof } from '../prove/prove-backup.ts'

export interface ProofReport {
  readonly artifact: string
  readonly proof: Proof
  /** All of it, the download too, in milliseconds. */
  readonly restoreMs: number
  readonly ageMs: number
}

export type Verdict = 'proven' | 'refused'

/** Every check that failed, and one that must never be left out. */
export const failedChecks = (checks: readonly Check[]): readonly Check[] =>
  checks.filter(({ verdict }) => verdict === 'failed')

export const verdictOf = ({ checks }: Pick<Proof, 'checks'>): Verdict =>
  failedChecks(checks).length === 0 ? 'proven' : 'refused'

const headline = ({ artifact, proof }: ProofReport): string =>
  verdictOf(proof) === 'proven'
    ? `### Proven: ${words(artifact)} restores, and equals its source`
    : `### Refused: ${words(artifact)} is not what was backed up`

const evidence = (checks: readonly Check[]): readonly string[] =>
  failedChecks(checks).map(({ name, detail, evidence: lines = [] }) =>
    details(`${name}: ${detail}`, codeBlock(lines.join('\n'))),
  )

/** Job summary of a proof: the verdict first. */
export const proofSummary = (report: ProofReport): string => {
  const { proof, restoreMs, ageMs } = report
  const { manifest, checks, warnings, server } = proof
  return [
    headline(report),
    '',
    `Measured recovery time: **${duration(restoreMs)}** (download, read, restore). The backup of ${words(manifest.server.database)} is ${duration(ageMs)} old; the copy ran on PostgreSQL ${words(server)}.`,
    '',
    table(
      ['Check', 'Verdict', 'Detail'],
      checks.map(({ name, verdict, detail }) => [name, verdict, detail]),
    ),
    ...evidence(checks),
    ...warnings.map((warning) => `> ${words(warning)}\n`),
  ].join('\n')
}
