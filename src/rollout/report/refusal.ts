import { withoutControls } from '../../base/clean.ts'
import type { SeaworthyError } from '../../base/error.ts'
import { codeBlock, words } from '../../base/markdown.ts'
import { ErrandFailure } from '../errand-failure.ts'
import { unredacted, type Redact } from './log-line.ts'

/**
 * What kept a run from beginning, as Markdown for the job summary. Texts are redacted before they are
 * made safe for Markdown: afterwards a secret would not be recognised any more.
 */
export const refusal = (error: SeaworthyError, redact: Redact = unredacted): string => {
  const { message, hint, evidence } = error
  // What an errand has done stays done.
  const changed =
    error instanceof ErrandFailure ? 'preparing the hosts failed' : 'nothing was changed'
  const clean = (text: string): string => redact(withoutControls(text))
  return [
    `## halted: ${changed} - ${words(clean(message))}`,
    ...(evidence.length === 0 ? [] : [codeBlock(clean(evidence.join('\n')))]),
    ...(hint === undefined ? [] : [`**What to do:** ${words(clean(hint))}`]),
  ]
    .map((section) => `${section.trimEnd()}\n`)
    .join('\n')
}
