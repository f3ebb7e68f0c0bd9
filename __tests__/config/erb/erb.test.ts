import { describe, expect, test } from '@jest/globals'
import { renderErb } from '../../../src/config/erb/erb.ts'
import { createReport, formatMistake } from '../../../src/config/mistake.ts'

const env = { X: 'xyz', EMPTY: '', TWO: 'a\nb' }

const render = (text: string) => {
  const report = createReport(['f.yml'])
  const located = renderErb('f.yml', text, env, report)
  return { ...located, mistakes: report.mistakes().map(formatMistake) }
}

describe('ERB that looks up the environment', () => {
  test.each([
    ['a: <%= ENV["X"] %>', 'a: xyz'],
    ["a: <%= ENV['X'] %>", 'a: xyz'],
    ['a: <%= ENV["NONE"] %>', 'a: '],
    ['a: <%=ENV.fetch("X")%>!', 'a: xyz!'],
    ['a: <%= ENV.fetch("NONE", "d") %>', 'a: d'],
    ["a: <%= ENV.fetch('NONE', 5) %>", 'a: 5'],
    ['a: <%= ENV.fetch("NONE") { "d" } %>', 'a: d'],
    ['a: <%= ENV.fetch("X", "d") %>', 'a: xyz'],
    ['a: <%= ENV.fetch("NONE", ENV["X"]) %>', 'a: xyz'],
    ['a: <%= ENV["NONE"] || "d" %>', 'a: d'],
    ['a: <%= ENV["NONE"] || ENV["NO"] || ENV["X"] %>', 'a: xyz'],
    ['a: <%= (ENV["NONE"] || nil) || "d" %>', 'a: d'],
    ['an empty text is true: <%= ENV["EMPTY"] || "d" %>', 'an empty text is true: '],
    ['a: <%= "x\\"y\\\\\\n" %>', 'a: x"y\\\n'],
    ["a: <%= 'it\\'s \\n' %>", "a: it's \\n"],
    ['a: <%# a comment %>b', 'a: b'],
    ['a: <%#\n many\n lines %>b', 'a: b'],
    ['<% # nothing %>b', 'b'],
    ['a: <%= ENV["X"] -%>\nb', 'a: xyzb'],
    ['a\n  <%- # x -%>\nb', 'a\nb'],
    ['a: <%% b', 'a: <% b'],
    ['\uFEFFa: <%= ENV["X"] %>', 'a: xyz'],
    ['nothing at all', 'nothing at all'],
  ])('%j becomes %j', (text, rendered) => {
    expect(render(text)).toMatchObject({ text: rendered, mistakes: [], unknown: undefined })
  })

  test('keeps the lines and columns of the file', () => {
    const { text, placeOf } = render('a: <%# x\n y %>\nb: <%= ENV["TWO"] %> c\nd: e')
    expect(text).toBe('a: \nb: a\nb c\nd: e')
    const placed = ['b:', 'a\n', ' c', 'd:', 'e'].map((part) => placeOf(text.indexOf(part)))
    expect(placed.map(({ line, column }) => `${line}:${column}`)).toEqual([
      '3:1',
      '3:4',
      '3:21',
      '4:1',
      '4:4',
    ])
  })
})

describe('ERB that is more than that', () => {
  const more =
    'this ERB is more than a look-up of ENV; supported are ENV["X"], ENV.fetch("X"), ' +
    'ENV.fetch("X", "default"), ENV["X"] || "default"'

  test.each([
    'a: <%= `git rev-parse HEAD` %>',
    'a: <%= %x(aws ecr get-login-password) %>',
    'a: <% require "dotenv" %>',
    'a: <% if ENV["X"] %>',
    'a: <%= Kamal::Utils.docker_arch %>',
    'a: <%= "a #{ENV["X"]}" %>',
    'a: <%= ENV["X"].upcase %>',
    'a: <%= ENV["X" %>',
    'a: <%= ENV[X] %>',
    'a: <%= ENVIRONMENT %>',
    'a: <%= %>',
    'a: <%= "\\x41" %>',
    `a: <%= ${'('.repeat(10_000)} %>`,
  ])('%s is refused with its line', (text) => {
    expect(render(`\n${text}`).mistakes).toEqual([`f.yml:2:4 ${more}`])
  })

  test('a variable that must be there and is not is named', () => {
    expect(render('a: <%= ENV.fetch("NONE") %>').mistakes).toEqual([
      'f.yml:1:4 ENV.fetch("NONE"): the environment variable is not set; ' +
        "set NONE in the job's env, or give a default",
    ])
  })

  test('a tag that is never closed', () => {
    expect(render('a: 1\nb: <%= ENV["X"] >').mistakes).toEqual([
      'f.yml:2:4 the ERB tag is never closed',
    ])
  })

  test('names that objects inherit are not variables', () => {
    expect(render('a: <%= ENV["constructor"] %>').text).toBe('a: ')
  })
})
