import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDotenv } from '../../../src/config/secrets/dotenv.ts'

const valuesOf = (text: string, env: Record<string, string> = {}) =>
  Object.fromEntries([...parseDotenv(text, env).entries].map(([key, { value }]) => [key, value]))

// Most of these are dotenv's own cases (spec/dotenv/parser_spec.rb).
describe('a secrets file is read as dotenv 3 reads it', () => {
  test.each([
    ['FOO=bar', { FOO: 'bar' }],
    ['FOO =bar', { FOO: 'bar' }],
    ['FOO= bar  ', { FOO: 'bar' }],
    ['  FOO=bar', { FOO: 'bar' }],
    ['FOO="bar"  ', { FOO: 'bar' }],
    ["FOO='bar'  ", { FOO: 'bar' }],
    ['FOO="escaped\\"bar"', { FOO: 'escaped"bar' }],
    ['FOO=bar\\ bar', { FOO: 'bar bar' }],
    ['FOO=', { FOO: '' }],
    ['FOO', { FOO: '' }],
    ['OPTION_A: 1', { OPTION_A: '1' }],
    ['export OPTION_A=2', { OPTION_A: '2' }],
    ['FOO.BAR=foobar', { 'FOO.BAR': 'foobar' }],
    ['lol$wut', {}],
    ['\n \t  \nfoo=bar\n \nfizz=buzz', { foo: 'bar', fizz: 'buzz' }],
    ['foo=bar # this is foo', { foo: 'bar' }],
    ['foo="bar#baz" # comment', { foo: 'bar#baz' }],
    ["foo='ba#r'", { foo: 'ba#r' }],
    ['\n\n # HERE GOES FOO \nfoo=bar', { foo: 'bar' }],
    ['# HELLO=world\n', {}],
    ['A=1\nA=2', { A: '2' }],
    ['A=\nB=root', { A: '', B: 'root' }],
    ['A=\'line 1\nline 2\'\nB="last\nline"', { A: 'line 1\nline 2', B: 'last\nline' }],
    ["A='this is \\'quoted\\''", { A: "this is \\'quoted\\'" }],
    ['FOO=bar\rbaz=fbb', { FOO: 'bar', baz: 'fbb' }],
    ['FOO=bar\r\nbaz=fbb', { FOO: 'bar', baz: 'fbb' }],
    ['\uFEFFFOO=bar', { FOO: 'bar' }],
    ['FOO="bar\\nbaz"', { FOO: 'bar\\nbaz' }],
    ['FOO="bar\\rbaz"', { FOO: 'bar\\rbaz' }],
    ['DOTENV_LINEBREAK_MODE=legacy\nFOO="a\\nb"', { DOTENV_LINEBREAK_MODE: 'legacy', FOO: 'a\nb' }],
  ])('%j', (text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  test.each([
    ['BAR=$FOO', { BAR: 'env' }],
    ['BAR=${FOO}bar', { BAR: 'envbar' }],
    ['FOO=file\nBAR=$FOO', { FOO: 'file', BAR: 'file' }],
    ['BAR="quote $FOO"', { BAR: 'quote env' }],
    ["BAR='quote $FOO'", { BAR: 'quote $FOO' }],
    ['BAR="foo\\$FOO"', { BAR: 'foo$FOO' }],
    ['BAR="foo\\${FOO} ${FOO}"', { BAR: 'foo${FOO} env' }],
    ['BAR=$NONE', { BAR: '' }],
    ['BAR="bar $ "', { BAR: 'bar $ ' }],
    ['BAR="bar\\$ \\$\\$"', { BAR: 'bar$ $$' }],
    ['BAR=escaped-\\$(echo hello)', { BAR: 'escaped-$(echo hello)' }],
    ['BAR=$()', { BAR: '$()' }],
    ['BAR=$constructor', { BAR: '' }],
    ['OPTION_A=2\nexport OPTION_A', { OPTION_A: '2' }],
  ])('%j with FOO=env', (text, values) => {
    expect(valuesOf(text, { FOO: 'env' })).toEqual(values)
  })

  test('a value of the environment that looks like a command stays what it is', () => {
    expect(valuesOf('A=$FOO', { FOO: 'x$(y)z' })).toEqual({ A: 'x$(y)z' })
  })

  test.each([
    ['A=$(cat key)', 'A', 'A'],
    ['A="$(echo "$(echo x)")"', 'A', 'A'],
    ['S=$(kamal secrets fetch X)\nA=$(kamal secrets extract A $S)', 'A', 'A'],
    ['S=$(x)\nB=${S}\nA="a $B"', 'A', 'S'],
  ])('%j: %s needs the command of %s', (text, key, needed) => {
    const entry = parseDotenv(text, {}).entries.get(key)
    expect([entry?.value, entry?.command?.key]).toEqual(['', needed])
  })

  test('an exported name without a value is noted with its line', () => {
    expect(parseDotenv('A=2\nexport NOT_SET', {}).unsetExports).toEqual([
      { text: 'export NOT_SET', line: 2 },
    ])
  })

  test('every variable knows its place, its parts and what it missed', () => {
    const { entries } = parseDotenv("A='1\n2'\n  export B=x$A$NONE", {})
    expect(entries.get('B')).toEqual({
      value: 'x1\n2',
      line: 3,
      column: 10,
      command: undefined,
      parts: ['1\n2'],
      unset: ['NONE'],
    })
  })

  test('what is written in single quotes is read back', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll(/['\r]|\\$/g, ''))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (values) => {
        const file = values.map((value, index) => `K${index}='${value}'`).join('\n')
        expect(Object.values(valuesOf(file))).toEqual(values)
      }),
    )
  })

  test('what is written in double quotes with its escapes is read back', () => {
    // Without `\n` and `\r`, which stay two characters, and the `$(` that nothing may follow.
    const escaped = (value: string) => value.replaceAll(/[\\"$]/g, '\\$&')
    const text = fc.string().map((value) => value.replaceAll(/\\|\$\(|\r/g, ''))
    fc.assert(
      fc.property(text, (value) => {
        expect(valuesOf(`K="${escaped(value)}"`)).toEqual({ K: value })
      }),
    )
  })

  test('any text is read', () => {
    fc.assert(fc.property(fc.string(), (text) => parseDotenv(text, {}).entries instanceof Map))
  })
})
