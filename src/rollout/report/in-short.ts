import type { Result } from '../result.ts'
import { causesOf } from './causes.ts'
import type { ReportOptions } from './closing.ts'
import { headlineOf, nextSteps } from './headline.ts'
import { unredacted } from './log-line.ts'

/** What a rollout came to in a line, and what a person does next, if anything. */
export interface InShort {
  readonly headline: string
  readonly next: string | undefined
}

export const inShort = (
  result: Result,
  { seconds, redact = unredacted }: ReportOptions,
): InShort => {
  const causes = causesOf(result, redact)
  return {
    headline: headlineOf(result, causes, seconds),
    next: causes[0]?.remedy ?? nextSteps[result.outcome],
  }
}
