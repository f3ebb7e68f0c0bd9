import { setSecret } from '@actions/core'
import { redactor, type Redactor } from './redact.ts'
import { secretForms } from './secrets.ts'

/** Tells the runner to hide `values` and all their forms in its log. Call it before their first use. */
export const maskAll = (values: Iterable<string>): void => {
  for (const form of secretForms(values)) setSecret(form)
}

/** The secrets of this run, as far as they are known by now. */
export interface Secrets {
  /** Masks `values` in the runner's log, and from now on in what `redact` is given. */
  keep(values: Iterable<string>): void
  readonly redact: Redactor
}

export const createSecrets = (): Secrets => {
  const known = new Set<string>()
  let current = redactor(known)
  return {
    keep: (values) => {
      const fresh = [...values].filter((value) => !known.has(value))
      maskAll(fresh)
      for (const value of fresh) known.add(value)
      current = redactor(known)
    },
    redact: (text) => current(text),
  }
}
