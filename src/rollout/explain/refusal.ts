import type { ErrorCode } from '../../base/error.ts'

/** What a refusal comes down to. */
export interface Refusal {
  readonly code: ErrorCode
  /** Ends a sentence: `pull shop:v2 on h1 failed: ...`. */
  readonly why: string
  readonly hint: string
}

/** Where something was refused. */
export interface Place {
  readonly host: string
  /** What the error says: Docker's message, or a script's last lines on standard error. */
  readonly said: string
}

/** Recognises refusals of one kind; undefined when this is another. */
export type Judge = (place: Place) => Refusal | undefined

/** The first group that a pattern found. */
export const groupIn = (pattern: RegExp, text: string): string | undefined =>
  pattern
    .exec(text)
    ?.slice(1)
    .find((group?: string) => group !== undefined)

/** The first judge that knows the refusal. */
export const firstOf = (place: Place, judges: readonly Judge[]): Refusal | undefined =>
  judges.map((judge) => judge(place)).find((refusal) => refusal !== undefined)
