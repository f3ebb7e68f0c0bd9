import type { SeaworthyError } from '../../base/error.ts'
import { codeBlock, words } from '../../base/markdown.ts'
import { appendSummary } from '../../github/summary.ts'
import type { Context } from './context.ts'

/** Job summary of a step that ended by an error: what happened, what to change, what was seen. */
export const tellRefused =
  (headline: string) =>
  async ({ env, secrets }: Context, error: SeaworthyError): Promise<void> => {
    const { code, message, hint, evidence } = error
    const text = [
      `### ${words(headline)}`,
      '',
      `**${words(message)}** (${code})`,
      '',
      ...(hint === undefined ? [] : [words(hint), '']),
      ...(evidence.length === 0 ? [] : [codeBlock(evidence.join('\n'))]),
    ].join('\n')
    await appendSummary(env['GITHUB_STEP_SUMMARY'], text, secrets.redact)
  }
