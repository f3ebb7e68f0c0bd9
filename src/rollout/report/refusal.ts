import { withoutControls } from '../../base/clean.ts'
import type { SeaworthyError } from '../../base/error.ts'
import { codeBlock, words } from '../../base/markdown.ts'
import { ErrandFailure } from '../errand-failure.ts'
import { unredacted, type Redact } from './log-line.ts'

/**
 * What may have been changed: `hosts`, once a lock was about to be taken; `registry`, by a push;
 * `ground`, when hosts were brought up for a rollout that had not begun.
 */
export type Touched = 'hosts' | 'registry' | 'ground'

const headline = (error: SeaworthyError, touched: ReadonlySet<Touched>): string => {
  // What an errand has done stays done.
  if (error instanceof ErrandFailure)
    return `${error.code === 'recovery-stuck' ? 'stuck' : 'halted'}: preparing the hosts failed`
  if (touched.has('hosts')) return 'failed while it was changing hosts'
  if (touched.has('ground')) return 'halted: nothing was deployed'
  return touched.has('registry') ? 'halted: no host was changed' : 'halted: nothing was changed'
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
