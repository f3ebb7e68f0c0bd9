import type { FakeArtifact } from '../__tests__/support/results-service/world.ts'
import type { StepResult } from '../lab/kit/step.ts'
import type { Claims } from './claims.ts'

const header = 'age-encryption.org/v1'

export const checkUpload = (
  claims: Claims,
  { exitCode, outputs }: StepResult,
  [artifact]: readonly FakeArtifact[],
): void => {
  const { tables = '', rows = '' } = outputs
  claims.check(exitCode === 0, `exit code ${exitCode}, ${tables} tables, ${rows} rows`)
  const begins = artifact?.content.subarray(0, header.length).toString('latin1') ?? ''
  claims.check(begins === header, `what GitHub keeps begins with "${begins}"`)
  claims.check(
    artifact !== undefined && outputs['digest'] === artifact.digest,
    `GitHub says ${artifact?.digest ?? 'nothing'}, and so does the step`,
  )
}

/** No secret is told, and nothing stays on the runner. */
export const checkSecrets = (
  claims: Claims,
  { log, summary, leftovers, orphans }: StepResult,
  secrets: readonly string[],
): void => {
  const shown = secrets.filter((secret) => (log + summary).includes(secret)).length
  claims.check(shown === 0, `${shown} secrets in log and summary`)
  claims.check(
    leftovers.length + orphans.length === 0,
    `${leftovers.length} files and ${orphans.length} processes left on the runner`,
  )
}

interface Verdict {
  readonly name: string
  readonly verdict: string
}

const verdictsOf = ({ outputs }: StepResult): readonly Verdict[] =>
  JSON.parse(outputs['checks'] ?? '[]') as readonly Verdict[]

export const checkProof = (claims: Claims, result: StepResult, smoke: string): void => {
  const { exitCode, outputs } = result
  claims.check(
    exitCode === 0 && outputs['verdict'] === 'proven',
    `exit code ${exitCode}, verdict "${outputs['verdict'] ?? ''}"`,
  )
  const all = verdictsOf(result)
  const failed = all.filter(({ verdict }) => verdict === 'failed').length
  const passed = all.filter(({ verdict }) => verdict === 'passed').map(({ name }) => name)
  claims.check(
    passed.length > 10 && failed === 0,
    `${passed.length} checks passed, ${failed} failed`,
  )
  claims.check(passed.includes('the comparison itself'), 'the comparison notices one missing row')
  claims.check(
    passed.includes(smoke),
    'the copy is one moment of a database that never stood still',
  )
}

export const checkRefusal = (claims: Claims, result: StepResult, code: string): void => {
  const { exitCode, outputs, annotations } = result
  claims.check(
    exitCode === 1 && outputs['verdict'] === 'refused',
    `exit code ${exitCode}, verdict "${outputs['verdict'] ?? ''}"`,
  )
  const told = annotations.filter(({ kind }) => kind === 'error')
  claims.check(
    told.some(({ title }) => title === code),
    `the reason: ${told.map(({ message }) => message.split('\n')[0]).join('; ')}`,
  )
}
