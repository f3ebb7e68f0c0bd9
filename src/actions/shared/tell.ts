import { ErrandFailure } from '../../rollout/errand-failure.ts'
import type { SeaworthyError } from '../../base/error.ts'
import { words } from '../../base/markdown.ts'
import { appendSummary } from '../../github/summary.ts'
import { setOutputs } from '../../github/outputs.ts'
import type { RolloutEvent } from '../../rollout/events.ts'
import { closing } from '../../rollout/report/closing.ts'
import { inShort } from '../../rollout/report/in-short.ts'
import { outputsOf } from '../../rollout/report/outputs.ts'
import { endOf, refusal } from '../../rollout/report/refusal.ts'
import { summary } from '../../rollout/report/summary.ts'
import { wentWell, type Result } from '../../rollout/result.ts'
import type { Context } from './context.ts'
import { keepReport } from './report/report.ts'
import { show } from './show.ts'

/** Outputs that deploy and rollback set. */
export const fleetOutputNames = [
  'version',
  'previous-version',
  'image',
  'digest',
  'outcome',
  'hosts',
  'plan',
  'seconds',
] as const

interface Told {
  readonly result: Result
  readonly events: readonly RolloutEvent[]
  readonly ms: number
  /** Sentences about this deploy among others. */
  readonly measures: readonly string[]
}

/** Outputs, job summary and the closing lines; a result that is no success fails the step. */
export const tell = async (
  context: Context,
  { result, events, ms, measures }: Told,
): Promise<void> => {
  const { env, log, secrets } = context
  const options = { seconds: ms / 1000, redact: secrets.redact }
  setOutputs(fleetOutputNames, outputsOf(result, events, options))
  closing(result, events, options).forEach(show(log))
  const { outcome } = result
  const { headline, next: hint } = inShort(result, options)
  const changed = !['unchanged', 'planned'].includes(outcome)
  keepReport(context, { ok: wentWell(result), changed, outcome, headline, hint })
  const text = [summary(result, events, options), ...measures.map(words)].join('\n\n')
  await appendSummary(env['GITHUB_STEP_SUMMARY'], text, secrets.redact)
}

interface Ground {
  readonly dryRun: boolean
  readonly ms: number
}

/** Of hosts with accessories only, that were brought up: no version is deployed there. */
export const tellGround = async (
  context: Context,
  said: readonly string[],
  { dryRun, ms }: Ground,
): Promise<void> => {
  const { env, log, secrets } = context
  const outcome = dryRun ? 'planned' : 'unchanged'
  const headline = `${outcome}: there are accessories only, and no app to deploy`
  setOutputs(fleetOutputNames, { outcome, seconds: (ms / 1000).toFixed(1) })
  log.info(headline)
  const changed = said.length > 0 && !dryRun
  keepReport(context, { ok: true, changed, outcome, headline, hint: undefined })
  const text = [`## ${headline}`, ...said.map(words)].join('\n\n')
  await appendSummary(env['GITHUB_STEP_SUMMARY'], text, secrets.redact)
}

/**
 * Outcome and job summary of a run that an error has ended. Once hosts may have changed nobody here knows
 * what became of them: the post phase recovers. An errand says it itself.
 */
export const tellRefusal = async (
  { env, secrets, touched }: Context,
  error: SeaworthyError,
): Promise<void> => {
  const isUnknown = touched.has('hosts') && !(error instanceof ErrandFailure)
  setOutputs(fleetOutputNames, { outcome: isUnknown ? 'stuck' : endOf(error) })
  const text = refusal(error, touched, secrets.redact)
  await appendSummary(env['GITHUB_STEP_SUMMARY'], text, secrets.redact)
}
