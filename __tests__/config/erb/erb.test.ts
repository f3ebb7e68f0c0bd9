import { describe, expect, test } from '@jest/globals'
import { renderErb } from '../../../src/config/erb/erb.ts'
import { createReport, formatMistake } from '../../../src/config/mistake.ts'
import { programsOf } from '../../support/programs.ts'

const env = { X: 'xyz', EMPTY: '', TWO: 'a\nb' }

const programs = programsOf({
  'git rev-parse HEAD': 'abc1\n',
  'echo xyz': 'xyz\n',
  false: { status: 1, out: 'half' },
  slow: { status: undefined },
})

const render = (text: string) => {
  const report = createReport(['f.yml'])
  const { located } = renderErb('f.yml', text, { env, programs }, report)
  const told = { mistakes: report.mistakes(), warnings: report.warnings() }
  return {
    ...located,
    mistakes: told.mistakes.map(formatMistake),
    warnings: told.warnings.map(formatMistake),
  }
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
    ['<% # nothing\n%>b', 'b'],
    ['a: <%= ENV["X"] -%>\nb', 'a: xyzb'],
    ['a\n  <%- # x -%>\nb', 'a\nb'],
    ['a: <%% b', 'a: <% b'],
    ['\uFEFFa: <%= ENV["X"] %>', 'a: xyz'],
    ['# <%= ENV["X"] %> in a comment', '# xyz in a comment'],
    ['a: <%= "<#{ENV["X"]}>" %>', 'a: <xyz>'],
    ['a: <%= "#{ENV.fetch("NONE", "d")}-#{ENV[\'NO\']}" %>', 'a: d-'],
    ['a: <%= ENV["X"].to_s.strip %>', 'a: xyz'],
    ['a: <%= ENV["NONE"].to_s %>', 'a: '],
    ['a: <%= `git rev-parse HEAD` %>', 'a: abc1\n'],
    ['a: <%= `git rev-parse HEAD`.strip %>', 'a: abc1'],
    ['a: <%= %x(echo #{ENV["X"]}).chomp %>', 'a: xyz'],
    ['a: <%= ENV["X"] == "xyz" ? "yes" : "no" %>', 'a: yes'],
    ['a: <%= ENV["X"] != "xyz" ? "yes" : "no" %>', 'a: no'],
    ['a: <%= !ENV["X"].nil? && ENV["EMPTY"].empty? %>', 'a: true'],
    ['a:<% if ENV["X"] == "xyz" %> 1<% else %> 2<% end %>', 'a: 1'],
    ['<% unless ENV["X"] -%>\na: 1\n<% elsif ENV["NONE"] -%>\na: 2\n<% end -%>\nb', 'b'],
    ['<% if ENV["X"] -%>\na\n<% if ENV["NO"] -%>\nb\n<% end -%>\n<% end -%>\nc', 'a\nc'],
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
  test.each([
    ['<% require "dotenv" %>'],
    ['<% # swallows the line %> b'],
    ['<% if ENV["X"] then %>'],
    ['<%= Kamal::Utils.docker_arch %>'],
    ['<%= ENV["X"].upcase %>'],
    ['<%= ENV["X" %>'],
    ['<%= ENVIRONMENT %>'],
    ['<%= %>'],
    ['<%= "\\x41" %>'],
    ['<%= ENV["X"]\n || "d" %>'],
    ['<% end %>'],
    ['<% if ENV["X"] %>'],
  ])('%j needs Ruby, and says so with its line where there is none', (tag) => {
    const shown = tag.replace(/%>.*/, '%>').replaceAll(/\s+/g, ' ').replace('<%= %>', '<%=  %>')
    expect(render(`\na: ${tag}`).mistakes).toEqual([
      `f.yml:2:4 this ERB needs Ruby, which is not installed: ${shown}; ` +
        'install Ruby in an earlier step, or look variables up with ENV["X"] alone',
    ])
  })

  test('brackets without end are left to Ruby too', () => {
    expect(render(`a: <%= ${'('.repeat(10_000)} %>`).mistakes).toHaveLength(1)
  })

  test.each([
    ['a: <%= ENV["NONE"].strip %>', 'nil has no strip; is a variable not set?'],
    ['a: <%= `nothing` %>', 'the command in this ERB failed (not found); is it installed?'],
    ['a: <%= `slow` %>', 'the command in this ERB failed (not ended in time); is it installed?'],
  ])('%s', (text, mistake) => {
    expect(render(text).mistakes).toEqual([`f.yml:1:4 ${mistake}`])
  })

  test('a command that fails is warned of, and what it printed is used', () => {
    expect(render('a: <%= `false` %>')).toMatchObject({
      text: 'a: half',
      warnings: [
        'f.yml:1:4 the command in this ERB failed (exit 1): what it printed is used, as by Kamal; `false`',
      ],
    })
  })

  test('a branch that is not taken asks for nothing', () => {
    expect(render('<% if ENV["NO"] %><%= ENV.fetch("NONE") %><% end %>').mistakes).toEqual([])
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

  test('a tag that is never closed, before an escaped mark', () => {
    expect(render('a: <% b <%%').mistakes).toEqual(['f.yml:1:4 the ERB tag is never closed'])
  })

  test('names that objects inherit are not variables', () => {
    expect(render('a: <%= ENV["constructor"] %>').text).toBe('a: ')
  })
})
