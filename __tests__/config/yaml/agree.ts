import { expect } from '@jest/globals'
import { createReport } from '../../../src/config/mistake.ts'
import { placesIn } from '../../../src/config/yaml/located.ts'
import type { Node } from '../../../src/config/yaml/tree.ts'
import { parseYaml } from '../../../src/config/yaml/yaml.ts'
import { askRuby } from '../../support/ruby.ts'

// Kamal reads with YAML.unsafe_load, which Ruby names `load` before Psych 4.
const psych = String.raw`
begin
  require "yaml"; require "date"
  tell = ->(value) do
    case value
    when nil then ["null", ""]
    when true, false then ["boolean", value.to_s]
    when String then ["string", value]
    when Symbol then ["symbol", value.to_s]
    when Integer then ["integer", value.to_s]
    when Float then ["float", value.to_s]
    when Date, Time then ["time"]
    when Array then ["list", value.map(&tell)]
    when Hash then ["table", value.map { |key, inner| [tell.(key), tell.(inner)] }]
    end
  end
  ->(text) { tell.(YAML.unsafe_load(text)) rescue "refused" }
end`

const told = (node: Node | undefined): unknown => {
  if (node === undefined) return ['null', '']
  if (node.kind === 'scalar') return node.type === 'time' ? ['time'] : [node.type, node.text]
  if (node.kind === 'list') return ['list', node.items.map(told)]
  if (node.kind === 'unknown') return 'refused'
  return [
    'table',
    [...node.entries].map(([key, { keyType, value }]) => [
      keyType === 'time' ? ['time'] : [keyType, key],
      told(value),
    ]),
  ]
}

const ours = (text: string): unknown => {
  const report = createReport(['f.yml'])
  const node = parseYaml(
    { file: 'f.yml', text, placeOf: placesIn('f.yml', text), unknown: undefined },
    report,
  )
  return report.mistakes().length > 0 ? 'refused' : told(node)
}

/** Every text means to us what it means to Ruby's YAML, or is refused by both. */
export const agree = (texts: readonly string[]): void => {
  const theirs = askRuby(psych, texts)
  const pairs = (answers: readonly unknown[]) => texts.map((text, index) => [text, answers[index]])
  expect(pairs(texts.map(ours))).toEqual(pairs(theirs))
}
