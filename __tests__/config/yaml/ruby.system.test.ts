import { test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { agree } from './agree.ts'

const lower = (text: string) => text.toLowerCase()
const words = [
  'y',
  'n',
  'yes',
  'no',
  'on',
  'off',
  'true',
  'false',
  'null',
  '~',
  'Yes',
  'OFF',
  'nULL',
]
const digits = fc.stringMatching(/^\d{1,4}$/)
const numberish = fc
  .array(
    fc.oneof(
      digits,
      fc.constantFrom(
        '_',
        ',',
        '.',
        ':',
        '-',
        '+',
        'e',
        'E',
        'e+',
        'x',
        'o',
        'b',
        '0x',
        '0b',
        '0o',
        'a',
        'f',
        'T',
        ' ',
        '%',
      ),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

const scalar = fc.oneof(
  { weight: 4, arbitrary: numberish },
  { weight: 2, arbitrary: fc.constantFrom(...words) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...words)
      .map(lower)
      .map((word) => `${word}x`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ':a',
      ':"a b"',
      ":'x'",
      '::a',
      ':1',
      '.inf',
      '-.INF',
      '.nan',
      '+.inf',
      '1e3',
      '1.0e+3',
      '0.1',
      '.5',
      '5.',
      '2024-01-02',
      '2024-13-02',
      '2024-1-2 3:04:05',
      '22:22',
      '1:2:3',
      '1:60',
      '1:2.5',
      '0777',
      '0o17',
      '08',
      '10_000_000',
      '1,000',
      '-0',
      '=',
      '<<',
      '!x',
      '10m',
      '25%',
      '1.2.3.4',
      '1.2',
      'a#b',
    ),
  },
)

test('plain scalars mean what they mean to Ruby', () => {
  const usable = scalar.filter((text) => text.trim() !== '' && !/^[-?:] |: |:$| #|^[!%]/.test(text))
  agree(fc.sample(usable, 4000).map((text) => `k: ${text.trim()}`))
})

test('keys mean what they mean to Ruby', () => {
  const usable = scalar.filter((text) => /^[\w.+~-]+$/.test(text) && text !== '-')
  agree(fc.sample(usable, 1000).map((text) => `${text}: 1`))
})

const documents = [
  'a:\n  b: "x\n"\n  c: 1',
  'a:\n  b: "x\n\n  y\nz"\n  c: [\'p\n\', 1]\nd: "q\n"',
  'a: 1\na: 2\nb: {c: 1, c: 2}',
  'x-env: &env\n  A: 1\n  B: on\nenv:\n  <<: *env\n  B: off',
  'x: &x {A: 1}\ny: &y {A: 2, B: 3}\nz: {<<: [*x, *y], C: 4}',
  'x: &x {A: 1}\nz: {A: 0, <<: *x}',
  'x: &x {A: 1}\nz: {<<: *x, <<: {A: 5}}',
  'z: {<<: 1}',
  'z: {<<: [1]}',
  "z: {'<<': {A: 1}}",
  'a: &one [1, 2]\nb: *one\nc: [*one, 3]',
  'a: &n 5\nb: *n\n*n : x',
  'a: >\n  one\n  two\n\n  three\nb: |\n  x\n  y',
  'a: >-\n  one\n    more\n  two\nb: |+\n  x\n\nc: |2\n    y',
  'a: one\n  two\n  three',
  "a: \"one\n  two\\n\\u00e9 \\x41\"\nb: 'it''s\n\n  so'",
  ':a: :b\n:c: [d, ":e"]',
  '? a\n: b\n? [1, 2]\n: c'.replace('? [1, 2]\n: c', '? d\n'),
  '- a\n- - b\n  - c\n-\n  d: e',
  'a:\n- 1\n- 2\nb:\n  - 3',
  'a: [1, 2,]\nb: {c: , d}\ne: [f: 1, g]',
  'a: !!str 1\nb: !!int "5"\nc: !!float 1\nd: ! 1\ne: !!bool yes\nf: !!null ""',
  'a: !!int "x"',
  '--- \na: 1\n...\n',
  '%YAML 1.1\n---\na: 012\n',
  'a: 1 # one\n# two\nb: "#"\nc: x#y',
  "a: '1'\nb: \"yes\"\nc: '~'",
  'a:\nb: ~\nc: null\nd: ""',
  'a: http://x:80/y\nb: "k: v"\nc: a:b',
  'a: *none',
  'a: [1, 2',
  'a: b: c',
  '\ta: 1',
  'a: @x',
  'a: `x`',
  'a: %x',
  "a: 'open",
  'a: 1\n b: 2',
  '- a\nb: 1',
  'a: "\\q"',
  '22: a\n1.50: b\nyes: c\n0x1F: d\n~: e\n2024-01-02: f',
  'a: 2024-01-02\nb: 2024-01-02 10:00:00\nc: 2024-02-31',
  '--- text',
  '[1, 2]',
  'a: |\n\n\n  x\n',
  'a: "x" \nb: y  ',
  'a:  \n    b:  1\n    c:\n        - 2',
  'a: ? b',
  'a: -1\nb: - 1'.replace('b: - 1', 'b: -a'),
]

test('documents mean what they mean to Ruby', () => {
  agree(documents)
})

// libyaml refuses some plain texts that start with an indicator; the library reads them all.
const text = fc.string().filter((value) => !/^[?:\-[\]{},]|[[\]{},][?:]|: *["']/.test(value))
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  scalar,
)
const key = fc.oneof(
  text.filter((value) => value !== ''),
  fc.constantFrom('web', 'x-a', 'hosts'),
)
const tree = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  ),
})).any

test.each([
  ['plain', { defaultStringType: 'PLAIN' }],
  ['folded', { lineWidth: 20, version: '1.1' }],
  ['quoted', { defaultStringType: 'QUOTE_DOUBLE', collectionStyle: 'flow' }],
  ['single', { singleQuote: true, defaultKeyType: 'PLAIN', indentSeq: false }],
] as const)('what a YAML library writes is read as Ruby reads it (%s)', (_, options) => {
  agree(fc.sample(tree, 400).map((root) => stringify({ root }, options)))
})
