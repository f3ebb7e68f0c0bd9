/** Where the server cut a text, its last literal has no end. */
const literals = [/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, /[eE]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/g]
const comments = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g
const numbers = /(?<![\w$."])[-+]?\d[\w.]*/g
const longest = 160

/** A statement without the data in it: literals and numbers are `?`, comments are gone; one line. */
export const shapeOf = (statement: string): string => {
  const bare = literals
    .reduce((text, literal) => text.replace(literal, '?'), statement)
    .replace(comments, ' ')
    .replace(numbers, '?')
    .replace(/\s+/g, ' ')
    .trim()
  return bare.length > longest ? `${bare.slice(0, longest)}...` : bare
}
