/** What goes to the log, as data: only `github` prints. Groups do not lie inside each other. */
export type LogLine =
  | { readonly kind: 'group'; readonly title: string }
  | { readonly kind: 'end-group' }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }

export const line = (text: string): LogLine => ({ kind: 'line', text })

/** Puts `***` in the place of what must not be read. */
export type Redact = (text: string) => string

export const unredacted: Redact = (text) => text
