import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { envFileText } from '../../src/host/env-file.ts'
import { rubyDump } from '../../src/host/ruby.ts'

describe('an environment file', () => {
  test('without secrets is one line break', () => expect(envFileText({})).toBe('\n'))

  test('has a line for each secret, in order', () =>
    expect(envFileText({ B: 'two', A: '1' })).toBe('B=two\nA=1\n'))

  test.each([
    ['quotes stay as they are', `"a" 'b'`, `"a" 'b'`],
    ['a line break is two characters', 'a\nb', 'a\\nb'],
    ['a backslash is doubled', 'a\\b', 'a\\\\b'],
    ['a tab is two characters', 'a\tb', 'a\\tb'],
    ['dollars and backticks stay', '$A ${B} `c`', '$A ${B} `c`'],
    ['a hash stays, also before a brace', '#{x} #$y #@z #', '#{x} #$y #@z #'],
    ['another language stays', 'Grüße\n你好', 'Grüße\\n你好'],
    ['a backslash before a quote, as Kamal has it', '\\"', '\\\\"'],
    ['spaces at both ends stay', ' a ', ' a '],
    ['nothing stays nothing', '', ''],
  ])('%s', (_title, text, written) => expect(envFileText({ K: text })).toBe(`K=${written}\n`))

  test('has exactly one line for each secret, whatever they hold', () => {
    const secrets = fc.dictionary(
      fc.stringMatching(/^[A-Z]{1,5}$/),
      fc.string({ unit: 'binary' }),
      {
        minKeys: 1,
      },
    )
    fc.assert(
      fc.property(secrets, (texts) => {
        expect(envFileText(texts).split('\n')).toHaveLength(Object.keys(texts).length + 1)
      }),
      { numRuns: 1000 },
    )
  })
})

describe("Ruby's String#dump of ASCII", () => {
  test.each([
    ['\0', '\\x00'],
    ['\u0001', '\\x01'],
    ['\u0007', '\\a'],
    ['\b', '\\b'],
    ['\t', '\\t'],
    ['\n', '\\n'],
    ['\v', '\\v'],
    ['\f', '\\f'],
    ['\r', '\\r'],
    ['\u001b', '\\e'],
    ['\u001f', '\\x1F'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['#{', '\\#{'],
    ['#$', '\\#$'],
    ['#@', '\\#@'],
    ['##{', '#\\#{'],
    ['# ', '# '],
    ['~', '~'],
    ['\u007f', '\\x7F'],
  ])('of %j is %s', (text, dumped) => expect(rubyDump(text)).toBe(dumped))
})
