import type { SeaworthyError } from '../../../src/base/error.ts'
import type { Word } from '../../../src/host/word.ts'
import { explainScript } from '../../../src/rollout/explain.ts'

/** How Docker's client begins what the daemon said. */
export const daemon = 'Error response from daemon: '

/** The error for a script of these words, of which one failed. */
export const failed = (
  words: readonly Word[],
  stderr: string,
  code: number | null = 1,
  at = 0,
): SeaworthyError =>
  explainScript(
    'h1',
    { kind: 'script', title: 'stage web', words, changes: true, timeoutMs: 1000 },
    { code, stderr, values: {}, failedAt: at },
  )

/** Its code and its message. */
export const told = (word: Word, stderr: string, code: number | null = 1) => {
  const error = failed([word], stderr, code)
  return { code: error.code, message: error.message }
}

export const create: Word = {
  word: 'create',
  name: 'shop-web-v2',
  args: [
    { raw: '--env KEY="geheim"' },
    { raw: '--label service="shop"' },
    { raw: '--label role="web"' },
    'registry.lab:5000/lab/shop:v2',
  ],
}
