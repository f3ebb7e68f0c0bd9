import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseDotenv, type RunCommand } from '../../../src/config/secrets/dotenv.ts'

const none: RunCommand = (command) => ({ out: `<${command}>\n` })

const valuesOf = (text: string, env: Record<string, string> = {}) =>
  Object.fromEntries(
    [...parseDotenv(text, env, none).entries].map(([key, { value }]) => [key, value]),
  )

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

  // The command prints itself in <>.
  test.each([
    ['A=$(cat key)', '<cat key>'],
    ['A="x$(cat key)y"', 'x<cat key>y'],
    ["A='$(cat key)'", '$(cat key)'],
    ['A=\\$(cat key)', '$(cat key)'],
    ['A=$(a)$(b (c))', '<a><b (c)>'],
    ['A=$(a', '$(a'],
    ['A=$(a $(b)', '$(a <b>'],
    ['X=1\nA=$(echo $X ${X} $NONE.)', '<echo 1 1 .>'],
    ["X='b)'\nA=$(echo $X)", '<echo b)>'],
    ["X='$(b)'\nA=$X", '$(b)'],
    ['A=${X:-d}', ':-d}'],
  ])('%j gives %j', (text, value) => {
    expect(valuesOf(text)['A']).toBe(value)
  })

  test('a $NAME in what a command printed is put in, as Kamal does', () => {
    const run: RunCommand = () => ({ out: 'pa$1wor$$D \\$E' })
    expect(parseDotenv('A=$(x)', { D: '!' }, run).entries.get('A')).toMatchObject({
      value: 'pa$! $E',
      unset: ['1wor'],
      commanded: true,
      parts: ['pa$1wor$$D \\$E'],
    })
  })

  test('a fault is known to every value that it went into', () => {
    const fault = { kind: 'failed', message: 'x failed' } as const
    const { entries } = parseDotenv('S=$(x)\nB=${S}\nA="a $B"', {}, () => ({ out: '', fault }))
    expect([...entries].map(([key, { own, faults }]) => [key, own.length, faults.length])).toEqual([
      ['S', 1, 1],
      ['B', 0, 1],
      ['A', 0, 1],
    ])
  })

  test('an exported name without a value is noted with its line', () => {
    expect(parseDotenv('A=2\nexport NOT_SET', {}, none).unsetExports).toEqual([
      { text: 'export NOT_SET', line: 2 },
    ])
  })

  test('every variable knows its place, its parts and what it missed', () => {
    const { entries } = parseDotenv("A='1\n2'\n  export B=x$A$NONE", {}, none)
    expect(entries.get('B')).toEqual({
      value: 'x1\n2',
      line: 3,
      column: 10,
      own: [],
      faults: [],
      commanded: false,
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
      { numRuns: 1000 },
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
      { numRuns: 1000 },
    )
  })

  test('any text is read', () => {
    fc.assert(
      fc.property(fc.string(), (text) => parseDotenv(text, {}, none).entries instanceof Map),
      { numRuns: 1000 },
    )
  })
})
