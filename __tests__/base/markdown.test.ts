import { describe, expect, test } from '@jest/globals'
import { codeBlock, table, words } from '../../src/base/markdown.ts'

describe('what a host said stays text', () => {
  test.each([
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['a|b\nc', 'a&#124;b c'],
    ['![x](http://evil)', '&#33;&#91;x&#93;&#40;http&#58;//evil&#41;'],
    ['www.evil.test', 'www&#46;evil.test'],
    ['`*_~', '&#96;&#42;&#95;&#126;'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['Healthy after 3.2 s', 'Healthy after 3.2 s'],
  ])('in a cell: %j', (text, markdown) => {
    expect(words(text)).toBe(markdown)
  })

  test('in a block of code it cannot leave the block', () => {
    expect(codeBlock('a\n```\n# b')).toBe('````text\na\n```\n# b\n````\n')
  })

  test('a table has as many columns as its head', () => {
    expect(table(['Host', 'After'], [['h1', '|'], ['h2']])).toBe(
      '| Host | After |\n| --- | --- |\n| h1 | &#124; |\n| h2 |  |\n',
    )
  })
})
