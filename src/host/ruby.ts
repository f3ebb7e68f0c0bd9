const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\f': '\\f',
  '\v': '\\v',
  '\b': '\\b',
  '\u0007': '\\a',
  '\u001b': '\\e',
}

const escapeAscii = (character: string): string =>
  named[character] ?? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/**
 * Ruby's `String#dump` of a text in ASCII, without the outer quotes. Kamal writes values through it
 * (lib/kamal/utils.rb and env_file.rb, 2.12), so that byte for byte the same must come from us.
 */
export const rubyDump = (ascii: string): string =>
  ascii
    // eslint-disable-next-line no-control-regex -- control characters are what must be escaped
    .replace(/["\\\u0000-\u001f\u007f]/g, escapeAscii)
    .replace(/#(?=[{$@])/g, '\\#')

/** Applies `dump` to the runs of ASCII in a text and leaves the rest as it is. */
export const dumpAscii = (text: string, wrap: (dumped: string) => string): string =>
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  text.replace(/[\u0000-\u007f]+/g, (part) => wrap(rubyDump(part)))
