import { withoutControls } from '../../base/clean.ts'
import { SeaworthyError } from '../../base/error.ts'
import { codeBlock, words } from '../../base/markdown.ts'
import { fail } from '../../github/failure.ts'
import { appendSummary } from '../../github/summary.ts'
import type { Context } from './context.ts'

/**
 * What a step says of its error: annotation and job summary, with what to change and what was seen.
 * Redacted before it is made safe for Markdown: afterwards a secret would not be recognised any more.
 * `midway` is the headline once hosts may have been changed.
 */
export const tellRefused =
  (headline: string, midway = headline) =>
  async ({ env, secrets, log, signal, touched }: Context, error: unknown): Promise<void> => {
    const told: unknown = signal.aborted ? signal.reason : error
    fail(log, told)
    if (!(told instanceof SeaworthyError)) return
    const { code, message, hint, evidence } = told
    const clean = (text: string): string => secrets.redact(withoutControls(text))
    const text = [
      `### ${words(touched.has('hosts') ? midway : headline)}`,
      '',
      `**${words(clean(message))}** (${code})`,
      '',
      ...(hint === undefined ? [] : [words(clean(hint)), '']),
      ...(evidence.length === 0 ? [] : [codeBlock(clean(evidence.join('\n')))]),
    ].join('\n')
    await appendSummary(env['GITHUB_STEP_SUMMARY'], text, secrets.redact)
  }
