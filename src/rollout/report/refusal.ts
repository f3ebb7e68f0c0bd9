import { withoutControls } from '../../base/clean.ts'
import type { SeaworthyError } from '../../base/error.ts'
import { codeBlock, words } from '../../base/markdown.ts'
import { ErrandFailure } from '../errand-failure.ts'
import type { Outcome } from '../result.ts'
import { unredacted, type Redact } from './log-line.ts'

/**
 * What may have been changed: `hosts`, once a lock was about to be taken; `registry`, by a push;
 * `ground`, when hosts were brought up for a rollout that had not begun.
 */
export type Touched = 'hosts' | 'registry' | 'ground'

/** What a run came to that an error has ended, where it is known what became of the hosts. */
export const endOf = ({ code }: SeaworthyError): Outcome =>
  code === 'recovery-stuck' ? 'stuck' : code === 'lock-held' ? 'blocked' : 'halted'

const headline = (error: SeaworthyError, touched: ReadonlySet<Touched>): string => {
  // What an errand has done stays done.
  if (error instanceof ErrandFailure) return `${endOf(error)}: preparing the hosts failed`
  if (touched.has('hosts')) return 'failed while it was changing hosts'
  const end = endOf(error)
  if (touched.has('ground')) return `${end}: nothing was deployed`
  return touched.has('registry') ? `${end}: no host was changed` : `${end}: nothing was changed`
}

const afterwards = (error: SeaworthyError, touched: ReadonlySet<Touched>): readonly string[] => {
  if (error.code === 'recovery-stuck')
    return ["This step's post phase tries once more: the end of its log says what came of it."]
  if (error instanceof ErrandFailure) return []
  if (touched.has('hosts'))
    return [
      "This step's post phase now sees to the hosts: the end of its log says what they serve.",
    ]
  return [
    ...(touched.has('registry') ? ['The image was built, and is in the registry.'] : []),
    ...(touched.has('ground')
      ? ['What was done to the hosts before it stays: the log lists it.']
      : []),
  ]
}

/**
 * What ended a run outside of its steps, as Markdown for the job summary. Texts are redacted before they
 * are made safe for Markdown: afterwards a secret would not be recognised any more.
 */
export const refusal = (
  error: SeaworthyError,
  touched: ReadonlySet<Touched>,
  redact: Redact = unredacted,
): string => {
  const { message, hint, evidence } = error
  const clean = (text: string): string => redact(withoutControls(text))
  return [
    `## ${headline(error, touched)} - ${words(clean(message))}`,
    ...(evidence.length === 0 ? [] : [codeBlock(clean(evidence.join('\n')))]),
    ...(hint === undefined ? [] : [`**What to do:** ${words(clean(hint))}`]),
    ...afterwards(error, touched),
  ]
    .map((section) => `${section.trimEnd()}\n`)
    .join('\n')
}
