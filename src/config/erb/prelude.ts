/**
 * Runs before a template in the machine's Ruby. It answers what such files ask of Kamal and of dotenv,
 * so that no gem is needed, reads the template's program from its input and prints what came of it.
 * `$seaworthy` notes which part of the template put out what.
 */
export const prelude = String.raw`
require "json"
%w[yaml erb pathname tmpdir shellwords securerandom digest base64 set time].each do |name|
  begin
    require name
  rescue LoadError
  end
end

class Object
  def blank? = respond_to?(:empty?) ? !!empty? : !self
  def present? = !blank?
  def presence = blank? ? nil : self
end

class String
  def blank? = match?(/\A[[:space:]]*\z/)
end

module Dotenv
  LINE = /(?:^|\A)\s*(?:export\s+)?([\w.]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|[^\#\n]+)?\s*(?:\#.*)?(?:$|\z)/

  def self.parse(*files, overwrite: false)
    names = files.flatten
    names = [".env"] if names.empty?
    names.each_with_object({}) do |name, all|
      next unless File.exist?(name)
      found = {}
      text = File.read(name, encoding: "bom|utf-8").gsub(/\r\n?/, "\n")
      text.scan(LINE) { |key, value| found[key] = value_of(value || "", found) }
      found.each { |key, value| all[key] = value if overwrite || !all.key?(key) }
    end
  end

  def self.value_of(source, found)
    value = source.strip
    quote = value[/\A(['"])(.*)\1\z/m, 1]
    value = value[1..-2] if quote
    return value if quote == "'"
    value = value.gsub('\n', "\\\\\\n").gsub('\r', "\\\\\\r") if quote
    value = value.gsub(/\\([^$])/, '\1')
    value = value.gsub(/(\\)?\$(\((?:[^()]|\g<2>)+\))/) do
      whole, escaped, inner = $&, $1, $2
      escaped ? whole[1..] : %x(#{expand(inner[1..-2], found)}).chomp
    end
    expand(value, found)
  end

  def self.expand(text, found)
    text.gsub(/(\\)?(\$)(?!\()\{?([A-Z0-9_]+)?\}?/i) do
      next $&[1..] if $1
      $3 ? (found[$3] || ENV[$3] || "") : $&
    end
  end

  def self.load(*files, **) = parse(*files).each { |key, value| ENV[key] ||= value }
  def self.overload(*files, **) = parse(*files, overwrite: true).each { |key, value| ENV[key] = value }

  class << self
    alias load! load
    alias overwrite overload
  end
end

module Kamal
  VERSION = "2.12.0"

  module Utils
    def self.docker_arch
      arch = %x(docker info --format '{{.Architecture}}').strip
      { /aarch64/ => "arm64", /x86_64/ => "amd64" }.find { |pattern, _| arch.match?(pattern) }&.last || arch
    end
  end
end

module Kernel
  alias seaworthy_require require
  def require(name)
    return false if name == "dotenv" || name.start_with?("kamal")
    if name == "dotenv/load"
      Dotenv.load
      return true
    end
    seaworthy_require(name)
  rescue LoadError
    raise unless name.start_with?("active_support", "dotenv")
    false
  end
end

class Seaworthy
  attr_reader :pieces
  def initialize = @pieces = []
  def text(index) = @pieces << [index, nil]
  def put(index, value) = @pieces << [index, value.to_s]

  def self.explain(error)
    case error
    when KeyError then "#{error.class}: #{error.receiver.equal?(ENV) ? "the environment variable" : "the key"} #{error.key} is not set"
    when NameError then "#{error.class}: #{error.name} is not known#{" of nil" if error.respond_to?(:receiver) && (error.receiver.nil? rescue false)}"
    when SyntaxError then "Ruby can't read this ERB: #{error.message.lines.find { |line| line.match?(/error|unexpected|expected/) }.to_s.sub(/\A\S*?:\d+: /, "").strip}"
    else "#{error.class}: #{error.message.lines.first.to_s.strip}"
    end
  end

  def self.line_of(error)
    return error.message[/^(?:seaworthy-erb|template):(\d+):/, 1].to_i if error.is_a?(SyntaxError)
    (error.backtrace || []).each { |entry| return entry[/\Aseaworthy-erb:(\d+)/, 1].to_i if entry.start_with?("seaworthy-erb:") }
    0
  end
end

given = JSON.parse($stdin.read)
answer = $stdout.dup
$stdout.reopen($stderr)
before = ENV.to_h
$seaworthy = Seaworthy.new
begin
  eval(given["code"], TOPLEVEL_BINDING.dup, "seaworthy-erb", 1)
  changed = (before.keys | ENV.keys).reject { |name| before[name] == ENV[name] }
  result = { pieces: $seaworthy.pieces, env: changed.to_h { |name| [name, ENV[name]] } }
rescue SystemExit, StandardError, ScriptError => error
  result = { problem: Seaworthy.explain(error), line: Seaworthy.line_of(error) }
end
answer.write(JSON.generate(result))
`
