import type { Word } from './word.ts'

/** Words said to a host's `sh` in one go, over one exec channel, stopping at the first that fails. */
export interface Script {
  readonly kind: 'script'
  /** What it does, for plan, log and errors: `stage web: environment, container`. */
  readonly title: string
  readonly words: readonly Word[]
  readonly changes: boolean
  /** Whether another script follows it on this host where all goes well; undefined: if it changes something. */
  readonly followed?: boolean
  readonly timeoutMs: number
}

export interface ScriptAnswer {
  /** Exit code; null when a signal ended the shell. */
  readonly code: number | null
  /** What words with an `as` found; absent when the thing does not exist. */
  readonly values: Readonly<Record<string, string>>
  /** Index of the word that failed; undefined when all were carried out. */
  readonly failedAt: number | undefined
  /** Standard error, the last 64 KiB. */
  readonly stderr: string
}
