// Ruby's Shellwords (shellwords.rb), by which Kamal hands the result of one command to the next.
const word = /\s*(?:([^\s\\'"]+)|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|(\\[\s\S]?)|(\S))(\s)?/y

/** The words of a command line; undefined when a quote is not closed. */
export const shellSplit = (line: string): readonly string[] | undefined => {
  const words: string[] = []
  let field = ''
  const pattern = new RegExp(word)
  while (pattern.lastIndex < line.length) {
    const found = pattern.exec(line)
    if (found === null) break
    const [, bare, single, double, escaped, garbage, end] = found
    if (garbage !== undefined) return undefined
    field +=
      bare ??
      single ??
      double?.replaceAll(/\\([$`"\\\n])/g, '$1') ??
      (escaped ?? '').replace(/\\([^\n])/, '$1')
    if (end === undefined && pattern.lastIndex < line.length) continue
    words.push(field)
    field = ''
  }
  return words
}

export const shellEscape = (text: string): string =>
  text === '' ? "''" : text.replaceAll(/[^A-Za-z0-9_\-.,:+/@\n]/gu, '\\$&').replaceAll('\n', "'\n'")
