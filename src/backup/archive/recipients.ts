import { Encrypter } from 'age-encryption'

/** One line that is no recipient. `message` never repeats a secret. */
export interface RecipientMistake {
  /** From 1. */
  readonly line: number
  readonly message: string
}

export type ParsedRecipients =
  | {
      readonly kind: 'recipients'
      readonly recipients: readonly string[]
      readonly warnings: readonly RecipientMistake[]
    }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly RecipientMistake[] }

/** Whether a private key stands anywhere in `text`: a secret, also where it is damaged. */
export const looksLikeIdentity = (text: string): boolean =>
  /AGE-(?:SECRET-KEY|PLUGIN)-|-----BEGIN [A-Z ]*PRIVATE KEY/i.test(text)

const isTaken = (recipient: string) => {
  try {
    new Encrypter().addRecipient(recipient)
    return true
  } catch {
    return false
  }
}

const mistakeIn = (line: string): string | undefined => {
  if (looksLikeIdentity(line)) {
    return 'this is a private key; give its public key, age1..., and treat the private one as leaked'
  }
  if (line.startsWith('ssh-'))
    return 'this is an SSH key; give an age1... key (age-keygen makes one)'
  if (/^age1(?:tag|tagpq)1/.test(line)) return 'keys of hardware tokens are not supported'
  if (!line.startsWith('age1')) return 'a recipient starts with age1'
  if (isTaken(line)) return undefined
  return 'this is no age1... key: a character is missing, added or mistyped'
}

const postQuantum =
  'this key is post-quantum (age1pq1): the age program reads such a file from version 1.3 on only'

/**
 * Public keys, one a line; empty lines and lines that start with `#` are skipped, what is given twice
 * counts once. `age1pq1` keys are taken with a warning.
 */
export const parseRecipients = (lines: readonly string[]): ParsedRecipients => {
  const found = lines
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))
    .map(({ line, text }) => ({ line, text, message: mistakeIn(text) }))
  const mistakes = found.flatMap(({ line, message }) =>
    message === undefined ? [] : [{ line, message }],
  )
  if (mistakes.length > 0) return { kind: 'mistakes', mistakes }
  return {
    kind: 'recipients',
    recipients: [...new Set(found.map(({ text }) => text))],
    warnings: found
      .filter(({ text }) => text.startsWith('age1pq1'))
      .map(({ line }) => ({ line, message: postQuantum })),
  }
}
