import { SeaworthyError } from '../../../base/error.ts'
import { keepState, keptState } from '../../../github/state.ts'
import type { Context } from '../context.ts'

/** What became of a step, for those who don't look at its log. */
export interface Report {
  readonly ok: boolean
  /** Something is different from before for those who use it. */
  readonly changed: boolean
  /** `deployed`, `proven`, or the code of an error. */
  readonly outcome: string
  readonly headline: string
  readonly hint: string | undefined
}

/** A state is limited, and a message is read on a telephone. */
const longest = 2000

const isReport = (value: unknown): value is Report =>
  typeof value === 'object' &&
  value !== null &&
  ['ok', 'changed', 'outcome', 'headline'].every((name) => name in value)

/** Keeps it for the post phase, without secrets. The last one counts. */
export const keepReport = ({ secrets }: Pick<Context, 'secrets'>, report: Report): void => {
  const short = (text: string): string => secrets.redact(text).slice(0, longest)
  const hint = report.hint === undefined ? undefined : short(report.hint)
  keepState('report', { ...report, headline: short(report.headline), hint })
}

export const reportOfError = (error: unknown): Report =>
  error instanceof SeaworthyError
    ? {
        ...{ ok: false, changed: true, outcome: error.code },
        ...{ headline: error.message, hint: error.hint },
      }
    : {
        ...{ ok: false, changed: true, outcome: 'internal-fault' },
        ...{ headline: 'This should not happen: see the log.', hint: undefined },
      }

const noReport: Report = {
  ...{ ok: false, changed: true, outcome: 'ended', hint: undefined },
  headline: 'It ended without a result: its process was killed, or its machine went away.',
}

/** How the post phase ended. */
export type After = { readonly did: string | undefined } | { readonly failure: unknown }

/** Outcomes whose hint tells how to get out of what the post phase has got out of, if it did something. */
const recovered = ['stuck', 'recovery-stuck']

const hintOf = ({ hint, outcome }: Report, did: string | undefined): string | undefined => {
  if (did === undefined || hint === undefined) return did ?? hint
  return recovered.includes(outcome) ? did : `${hint}\n${did}`
}

/** What is true at the very end: main's report and what post did, unless that failed. */
export const finalReport = (after: After): Report => {
  if ('failure' in after) return reportOfError(after.failure)
  const kept = keptState('report', (value) => (isReport(value) ? value : undefined)) ?? noReport
  return { ...kept, hint: hintOf(kept, after.did) }
}
