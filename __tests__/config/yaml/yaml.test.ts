import { describe, expect, test } from '@jest/globals'
import { createReport, formatMistake } from '../../../src/config/mistake.ts'
import { placesIn } from '../../../src/config/yaml/located.ts'
import type { Node } from '../../../src/config/yaml/tree.ts'
import { parseYaml } from '../../../src/config/yaml/yaml.ts'

const parse = (text: string) => {
  const report = createReport(['f.yml'])
  const located = { file: 'f.yml', text, placeOf: placesIn('f.yml', text), unknown: undefined }
  const node = parseYaml(located, report)
  return {
    value: node && valueOf(node),
    mistakes: report.mistakes().map(formatMistake),
    warnings: report.warnings().map(formatMistake),
  }
}

const valueOf = (node: Node): unknown => {
  if (node.kind === 'table') {
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, valueOf(value)]))
  }
  if (node.kind === 'list') return node.items.map(valueOf)
  return node.kind === 'scalar' ? node.text : '?'
}

describe('YAML is read as Psych reads it', () => {
  test.each([
    ['quotes keep a text a text', 'a: "on"\nb: \'1_0\'', { a: 'on', b: '1_0' }],
    ['a merge key', 'b: &b {x: 1}\na:\n  <<: *b\n  y: 2', { b: { x: '1' }, a: { x: '1', y: '2' } }],
    ['a merge after a key overrides it', 'a: {x: 1, <<: {x: 2}}', { a: { x: '2' } }],
    [
      'of several merged, the first wins',
      'a: {<<: [{x: 1}, {x: 2, y: 3}]}',
      { a: { x: '1', y: '3' } },
    ],
    ['a merge of a text is a key', 'a: {<<: x}', { a: { '<<': 'x' } }],
    ['an alias', 'a: &a [1]\nb: *a', { a: ['1'], b: ['1'] }],
    ['a pair in a list', 'a: [b: 1]', { a: [{ b: '1' }] }],
    ['an explicit text', 'a: !!str 1_0', { a: '1_0' }],
    ['a tag that says nothing', 'a: ! 1_0', { a: '10' }],
    ['a block at the end of the file', 'a: |\n  x', { a: 'x' }],
    ['an explicit integer', 'a: !!int "1_0"', { a: '10' }],
    ['a list below its key, closed at the margin', 'a: [\n  1\n]\nb: 2', { a: ['1'], b: '2' }],
    [
      'a quoted text that goes on at the margin',
      'a:\n  b: "x\n"\n  c: 1',
      { a: { b: 'x ', c: '1' } },
    ],
    [
      'several of them, with quotes and line ends of all kinds inside',
      `a:\n  - "x \\" y\n\nz"\n  - 'it''s\r\nso'\n  - ["p\nq", 1]`,
      { a: ['x " y\nz', "it's so", ['p q', '1']] },
    ],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - x\r\n', { a: '1', b: ['x'] }],
    ['a block text', 'a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['an empty value', 'a:\nb: 1', { a: '', b: '1' }],
    ['a key that only looks special', '__proto__: 1', Object.fromEntries([['__proto__', '1']])],
  ])('%s', (_, text, value) => {
    expect(parse(text)).toEqual({ value, mistakes: [], warnings: [] })
  })

  test('what follows a text that goes on at the margin has its own place', () => {
    expect(parse('a:\n  b: "x\n"\n  c: 1\n  c: 2').warnings).toEqual([
      'f.yml:5:3 c: the key is given twice; this one counts, as in Kamal',
    ])
  })

  test.each([
    ['a:\n  b: "x\nc: 1', '3:5 not valid YAML: Missing closing'],
    ['a:\n  b: "x\n---\n"', '2:8 not valid YAML: Missing closing'],
    ["a:\n  b: 'x\nc: it's", "2:8 not valid YAML: Missing closing 'quote"],
  ])('a quote that is never closed is told: %j', (text, mistake) => {
    const { value, mistakes } = parse(text)
    expect(value).toBeUndefined()
    expect(mistakes[0]).toBe(`f.yml:${mistake}`)
  })

  test('of a key given twice, the last counts, with a warning', () => {
    expect(parse('a: 1\nb: 2\na: 3')).toEqual({
      value: { a: '3', b: '2' },
      mistakes: [],
      warnings: ['f.yml:3:1 a: the key is given twice; this one counts, as in Kamal'],
    })
  })

  test('of several documents, the first counts, with a warning', () => {
    expect(parse('a: 1\n---\nb: 2')).toEqual({
      value: { a: '1' },
      mistakes: [],
      warnings: ['f.yml:2:1 only the first document of the file is read, as Kamal does'],
    })
  })

  test.each([
    ['', undefined],
    ['# only a comment\n', undefined],
    ['\n\n', undefined],
  ])('%j holds nothing', (text, value) => {
    expect(parse(text)).toEqual({ value, mistakes: [], warnings: [] })
  })
})

describe('what is not YAML is refused at its place', () => {
  test.each([
    [
      'a tab',
      'a:\n\tb: 1',
      ['2:1 not valid YAML: Tabs are not allowed as indentation; indent with spaces'],
    ],
    ['an unclosed quote', 'a: "x', ['1:6 not valid YAML: Missing closing']],
    [
      'two colons',
      'k: 1\na: b: c',
      [
        '2:4 not valid YAML: Nested mappings are not allowed in compact mappings; ' +
          'a value with `: ` in it needs quotes; check the indentation too',
      ],
    ],
    [
      'two slips',
      'a: @x\nb: `y`',
      [
        '1:4 not valid YAML: Plain value cannot start with reserved character @; put the value in quotes',
        '2:4 not valid YAML: Plain value cannot start with reserved character `; put the value in quotes',
      ],
    ],
    ['an unknown alias', 'a: *b', ['1:4 unknown alias *b']],
    ['an alias to what holds it', 'a: &a [*a]', ['1:8 the alias *a refers to what it is part of']],
    ['a Ruby object', 'a: !ruby/object:Foo {}', ['1:21 the tag !ruby/object:Foo is not supported']],
    ['a binary', 'a: !!binary aGk=', ['1:13 the tag !!binary is not supported']],
    ['a list for a key', '? [a]\n: 1', ['1:3 a key must be text']],
    ['a bomb of lists', '['.repeat(300), ['1:301 not valid YAML']],
    [
      'a deep list',
      `a: ${'['.repeat(150)}${']'.repeat(150)}`,
      ['1:1 the file is nested too deeply'],
    ],
  ])('%s', (_, text, mistakes) => {
    expect(parse(text).mistakes).toEqual(
      mistakes.map((mistake) => expect.stringContaining(`f.yml:${mistake}`)),
    )
  })

  test('a bomb of aliases is not unfolded', () => {
    const rows = Array.from({ length: 12 }, (_, row) =>
      row === 0 ? 'a0: &a0 [x]' : `a${row}: &a${row} [${`*a${row - 1},`.repeat(9)}]`,
    )
    expect(parse(rows.join('\n')).mistakes).toEqual([
      'f.yml:1:1 the file is nested too deeply or refers to itself too often',
    ])
  })

  test('no message quotes the file: a password may stand there', () => {
    const secret = 'hunter2'
    for (const text of [`a: "${secret}\nb`, `- a\n${secret}: ${secret} : x`, `a: 'x' ${secret}`]) {
      expect(parse(text).mistakes.join('')).not.toContain(secret)
    }
  })
})
