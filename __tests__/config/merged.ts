import type { Node } from '../../src/config/yaml/tree.ts'

/** A tree without its places; scalars as their type and Ruby's text. */
export const plainly = (node: Node | undefined): unknown => {
  if (node === undefined || node.kind === 'unknown') return 'unknown'
  if (node.kind === 'scalar') return [node.type, node.text]
  if (node.kind === 'list') return node.items.map(plainly)
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainly(value)]))
}

/**
 * How Kamal reads its files, in a checkout at `folder`: each through ERB and YAML, then one over the
 * other with ActiveSupport's deep_merge, here in plain Ruby.
 */
export const rubysMerged = (folder: string): string => String.raw`
begin
  require "yaml"; require "erb"; require "date"
  Dir.chdir(${JSON.stringify(folder)})
  merge = ->(one, other) { one.merge(other) { |_, a, b| a.is_a?(Hash) && b.is_a?(Hash) ? merge.(a, b) : b } }
  tell = ->(value) do
    case value
    when nil then ["null", ""]
    when true, false then ["boolean", value.to_s]
    when Symbol then ["symbol", value.to_s]
    when Integer then ["integer", value.to_s]
    when Float then ["float", value.to_s]
    when String then ["string", value]
    when Array then value.map(&tell)
    when Hash then value.to_h { |key, inner| [key.to_s, tell.(inner)] }
    end
  end
  ->(texts) do
    read = texts.map { |text| YAML.unsafe_load(ERB.new(text, trim_mode: "-").result(Class.new.new.instance_eval { binding })) }
    tell.(read.reduce { |one, other| merge.(one, other) })
  end
end`
