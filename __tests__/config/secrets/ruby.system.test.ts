import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { programsIn } from '../../../src/actions/shared/programs.ts'
import { commandRunner } from '../../../src/config/secrets/commands.ts'
import { parseDotenv } from '../../../src/config/secrets/dotenv.ts'
import { shellEscape, shellSplit } from '../../../src/config/secrets/shell-words.ts'
import { askRuby } from '../../support/ruby.ts'

const PATH = process.env['PATH'] ?? ''
const env = { PATH, FOO: 'env', BAR: 'a b' }

const ours = (text: string): unknown => {
  const { entries, unsetExports } = parseDotenv(text, env, commandRunner(env, programsIn('/')))
  if (unsetExports.length > 0) return 'refused'
  return Object.fromEntries([...entries].map(([key, { value }]) => [key, value]))
}

// Debian's dotenv is 2.x. From 3 on values may have several lines, \n in quotes stays two characters, a
// name without = is empty but may not be exported, a bare backslash goes, and commands come before
// variables: of those, no cases here.
const dotenv = `(require "dotenv"; ->(text) { Dotenv::Parser.call(text) rescue "refused" })`

const agree = (texts: readonly string[]): void => {
  const theirs = askRuby(dotenv, texts, env)
  expect(texts.map((text) => [text, ours(text)])).toEqual(
    texts.map((text, index) => [text, theirs[index]]),
  )
}

const key = fc.constantFrom('A', 'B', 'C.D', 'e_1')
const bare = fc
  .array(
    fc.constantFrom(
      'a',
      'b c',
      '$FOO',
      '${BAR}',
      '$A',
      '$NONE',
      '\\$',
      '${FOO:-d}',
      '#',
      ' ',
      '-',
      '=',
      'é',
      '.',
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''))
const value = fc.oneof(
  bare,
  bare.map((text) => `"${text}"`),
  bare.map((text) => `'${text}'`),
  bare.map((text) => `"${text}" # comment`),
  fc.constantFrom(
    '$(echo hi)',
    'x$(printf "%s" y)z',

    '$(exit 3)',
    '$(echo a (b))'.replace(' (b)', ''),
  ),
)
const filled = (text: string): boolean => text.trim() !== '' && !text.startsWith('#')
const assignment = fc.oneof(
  fc.tuple(fc.constantFrom('', '  '), key, fc.constantFrom('=', ' = ', ': '), value),
  fc.tuple(fc.constant('export '), key, fc.constant('='), value.filter(filled)),
)
const line = fc.oneof(
  { weight: 6, arbitrary: assignment.map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('# comment', '', '   ') },
)

test('a secrets file holds what dotenv finds in it', () => {
  const files = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'))
  agree(fc.sample(files, 800))
}, 120_000)

test('words are cut and quoted as Ruby does it', () => {
  const unit = fc.constantFrom(
    'a',
    ' ',
    '"',
    "'",
    '\\',
    '$',
    '`',
    '\n',
    '{',
    '(',
    'é',
    '=',
    '%',
    '~',
  )
  const texts = fc.sample(fc.string({ unit, maxLength: 12 }), 2000)
  const script = `(require "shellwords"; ->(text) { [text.shellescape, (text.shellsplit rescue nil)] })`
  expect(texts.map((text) => [text, [shellEscape(text), shellSplit(text) ?? null]])).toEqual(
    askRuby(script, texts).map((answer, index) => [texts[index], answer]),
  )
})
