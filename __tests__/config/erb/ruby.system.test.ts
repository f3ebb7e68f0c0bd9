import { tmpdir } from 'node:os'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { programsIn } from '../../../src/actions/shared/programs.ts'
import { renderErb } from '../../../src/config/erb/erb.ts'
import { parseNative } from '../../../src/config/erb/native.ts'
import { partsOf } from '../../../src/config/erb/tags.ts'
import { createReport, formatMistake } from '../../../src/config/mistake.ts'
import { askRuby } from '../../support/ruby.ts'

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-erb-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PATH = process.env['PATH'] ?? ''
const env = { PATH, X: 'xyz', PAD: ' a b\n', EMPTY: '', N: '3', EXTRA: 'two\nlines' }
const programs = programsIn(folder)

const render = (text: string) => {
  const report = createReport(['f.yml'])
  const { located, env: left } = renderErb('f.yml', text, { env, programs }, report)
  const mistakes = report.mistakes().map(formatMistake)
  return { text: located.text, placeOf: located.placeOf, mistakes, env: left }
}

const agree = (texts: readonly string[]): void => {
  const erb = `(require "erb"; ->(text) { ERB.new(text, trim_mode: "-").result rescue "refused" })`
  const theirs = askRuby(erb, texts, env)
  const ours = texts.map((text) => {
    const { text: rendered, mistakes } = render(text)
    return mistakes.length > 0 ? 'refused' : rendered
  })
  expect(texts.map((text, index) => [text, ours[index]])).toEqual(
    texts.map((text, index) => [text, theirs[index]]),
  )
}

const name = fc.constantFrom('X', 'PAD', 'EMPTY', 'N', 'NONE', 'NO')
const words = fc.constantFrom('', 'xyz', 'a', ' b ', '3', "it''s".slice(0, 2))
const quoted = fc
  .tuple(words, fc.constantFrom('"', "'"))
  .map(([word, mark]) => `${mark}${word}${mark}`)
const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    quoted,
    name.map((one) => `ENV["${one}"]`),
    fc.constantFrom('nil', '5', '-1', 'true'),
    name.map((one) => `ENV.fetch('${one}')`),
    fc.tuple(name, tie('any')).map(([one, other]) => `ENV.fetch("${one}", ${other})`),
    fc.tuple(name, tie('any')).map(([one, other]) => `ENV.fetch("${one}") { ${other} }`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `${a} || ${b}`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} && ${b})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} == ${b} ? ${c} : ${a})`),
    tie('any').map((a) => `(${a}).to_s`),
    tie('any').map((a) => `(${a}).to_s.strip`),
    tie('any').map((a) => `(${a}).nil?`),
    tie('any').map((a) => `!(${a})`),
    tie('any').map((a) => `"<#{${a}}>"`),
  ),
})).any

test('what is evaluated here is what Ruby makes of it', () => {
  const texts = fc.sample(expression, 1500).map((one) => `a: <%= ${one} %>!`)
  agree(texts.filter((text) => parseNative(partsOf(text).parts).native))
}, 60_000)

const bit = fc.oneof(
  fc.constantFrom('a', '\n', ' ', '\t', '# ', '%', '<', '>', '<%%', '%%>', '-', ': ', '  '),
  fc.constantFrom('<%= ENV["X"] %>', '<%= ENV["X"] -%>', '<%- # -%>', '<%# no -%>', '<%#= no %>'),
  fc.constantFrom(
    '<% if ENV["NO"] %>',
    '<% unless ENV["NO"] -%>',
    '<% else %>',
    '<% end -%>',
    '<%- end %>',
  ),
)

test('what is trimmed and chosen is what Ruby trims and chooses', () => {
  const texts = fc
    .sample(
      fc.array(bit, { maxLength: 12 }).map((bits) => bits.join('')),
      2500,
    )
    .filter((text) => {
      const { parts, open } = partsOf(text)
      return open === undefined && parseNative(parts).native
    })
  expect(texts.length).toBeGreaterThan(500)
  agree(texts)
}, 60_000)

test('commands run in the checkout, as Ruby runs them', () => {
  agree([
    '<%= `echo a; exit 3` %>',
    '<%= %x(printf "%s" "$X") %>',
    '<%= %x{echo #{ENV["N"]}}.strip %>',
  ])
  writeFileSync(join(folder, 'here'), 'yes')
  expect(render('<%= `cat here` %>').text).toBe('yes')
})

test('anything else is what Ruby makes of it', () => {
  agree([
    '<% %w[a b].each do |x| %>\n- <%= x.upcase %>\n<% end %>',
    '<%- [1, 2].each_with_index do |x, i| -%>\n<%= i %>: <%= x %>\n<%- end -%>\nz',
    'a: <%= ENV.fetch("X").gsub("x", "y") %>\n# <%= 1 + 1 %>\n<%% b',
    '<% name = ENV["X"] %>a: <%= name %>',
    '<%= ENV["EXTRA"]\n  .lines\n  .map(&:strip)\n  .join(",") %>',
    '<% # swallows %> this\nb',
    'a <% x = 1 # swallows %><%= 2 %> this\nb<%= x %>',
    '<% case ENV["X"]\nwhen "xyz" %>a<% else %>b<% end %>',
    '<%= [1, nil, "é"] %>',
    '<%= ENV["X"] # why\n%>',
  ])
})

test('every value made by Ruby still knows its line', () => {
  const { text, placeOf } = render('x: 1\n<% [1, 2].each do |n| %>\nk<%= n %>: v\n<% end %>\ny: 2')
  const lines = ['x:', 'k1', '1: v', 'k2', 'y:'].map((part) => placeOf(text.indexOf(part)).line)
  expect(lines).toEqual([1, 3, 3, 3, 5])
})

test('dotenv and what Kamal brings are answered without a gem', () => {
  writeFileSync(
    join(folder, '.env'),
    'export A=1\nB=\'x $A\'\nC="$A-${X}" # no\nD=$(echo $A)d\nX=other\n',
  )
  const asked = 'ENV.values_at("A", "B", "C", "D", "X").inspect'
  const { text, env: left } = render(
    `<% require "dotenv"; Dotenv.load(".env", "missing") %><%= ${asked} %> <%= " ".blank? %>`,
  )
  expect(text).toBe('["1", "x $A", "1-xyz", "1d", "xyz"] true')
  expect(left).toMatchObject({ A: '1', C: '1-xyz', X: 'xyz' })
})

test('what Ruby says no to is told at its line, and quotes no value', () => {
  const at = (text: string) => render(`\n${text}`).mistakes
  expect(at('a: <%= ENV.fetch("NONE").upcase %>')).toEqual([
    'f.yml:2:4 KeyError: the environment variable NONE is not set',
  ])
  expect(at('a: <% x = 1 %>\n<% y = 2\nraise "saw " + ENV["EXTRA"] %>')[0]).toMatch(
    /^f.yml:4:1 RuntimeError: saw/,
  )
  expect(at('a: <% [1].each do |x| %>')[0]).toMatch(/^f.yml:\d:\d+ Ruby can't read this ERB/)
  expect(at('a: <%= nope.upcase %>')).toEqual(['f.yml:2:4 NameError: nope is not known'])
  expect(at('a: <% exit 3 %>')[0]).toMatch(/SystemExit/)
  const long = { ...env, SECRET: 'hunter2-hunter2' }
  const report = createReport(['f.yml'])
  renderErb('f.yml', '<% raise ENV["SECRET"] %>', { env: long, programs }, report)
  expect(report.mistakes().map(formatMistake)).toEqual(['f.yml:1:1 RuntimeError: ***'])
})
