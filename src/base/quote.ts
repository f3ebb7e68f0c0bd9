/** Characters that no shell treats specially: such words stay readable without quotes. */
const plain = /^[\w@%+=:,./-]+$/

/** Quotes a text for POSIX `sh` so that it arrives byte for byte; NUL can't be said to a shell. */
export const quote = (text: string): string =>
  plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
