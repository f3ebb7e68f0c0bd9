import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import type { Document, Node as YamlNode, Pair, Scalar as YamlScalar } from 'yaml'
import type { Place, Report } from '../mistake.ts'
import type { Located } from './located.ts'
import { asFloat, resolveScalar, type Resolved } from './psych.ts'
import type { Entry, List, Node, Table } from './tree.ts'

// Far above any deploy.yml, far below what a bomb of aliases expands to.
const mostNodes = 100_000
const deepest = 100

interface Context {
  readonly document: Document.Parsed
  readonly located: Located
  readonly report: Report
  /** What is being converted just now, outermost first: an alias must not lead back into it. */
  readonly open: Set<unknown>
  count: number
}

/** The located tree of a document; what Ruby would not have understood is refused. */
export const convert = (
  document: Document.Parsed,
  located: Located,
  report: Report,
): Node | undefined =>
  document.contents === null
    ? undefined
    : anyNode(document.contents, located.placeOf(0), {
        document,
        located,
        report,
        open: new Set(),
        count: 0,
      })

const anyNode = (node: unknown, fallback: Place, context: Context): Node => {
  const at = placeOf(node, fallback, context)
  if (++context.count > mostNodes || context.open.size > deepest) {
    const reason = 'the file is nested too deeply or refers to itself too often'
    context.report.refuse({ at: context.located.placeOf(0), path: '' }, reason)
    return { kind: 'unknown', at }
  }
  context.open.add(node)
  const converted = withoutGuard(node, at, context)
  context.open.delete(node)
  return converted
}

const withoutGuard = (node: unknown, at: Place, context: Context): Node => {
  if (isAlias(node)) {
    const target = node.resolve(context.document)
    if (target === undefined) return refused(at, `unknown alias *${node.source}`, context)
    if (context.open.has(target)) {
      return refused(at, `the alias *${node.source} refers to what it is part of`, context)
    }
    return anyNode(target, at, context)
  }
  if (isScalar(node)) return scalar(node, at, context)
  if (isMap(node)) return ordinary(node, at, context) ?? table(node.items, at, context)
  if (isSeq(node)) return ordinary(node, at, context) ?? list(node.items, at, context)
  return { kind: 'scalar', type: 'null', text: '', at }
}

const refused = (at: Place, message: string, { report }: Context, hint?: string): Node => {
  report.refuse({ at, path: '' }, message, hint)
  return { kind: 'unknown', at }
}

const placeOf = (node: unknown, fallback: Place, { located }: Context): Place => {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null
  // An empty value has no place of its own: its key's is the better one.
  const empty = isScalar(node) && node.type === 'PLAIN' && node.source === ''
  return range && !empty ? located.placeOf(range[0]) : fallback
}

const standardTag = (tag: string): string => tag.replace('tag:yaml.org,2002:', '!!')

const ordinary = (node: YamlNode, at: Place, context: Context): Node | undefined => {
  const tag = standardTag(node.tag ?? '!!map')
  return tag === '!!map' || tag === '!!seq'
    ? undefined
    : refused(at, `the tag ${tag} is not supported`, context)
}

const scalar = (node: YamlScalar, at: Place, context: Context): Node => {
  const source = withoutMadeUpEnd(node, context)
  const { unknown } = context.located
  if (unknown !== undefined && source.includes(unknown)) return { kind: 'unknown', at }
  const resolved = meaning(node, source)
  if (resolved === undefined) {
    return refused(at, 'Ruby takes this for a number without digits', context, 'put it in quotes')
  }
  return typeof resolved === 'string'
    ? refused(at, `the tag ${resolved} is not supported`, context)
    : { kind: 'scalar', ...resolved, at }
}

/** A block that the file ends in has no line break there, unless it is written. */
const withoutMadeUpEnd = (node: YamlScalar, { located: { text } }: Context): string => {
  const source = typeof node.value === 'string' ? node.value : ''
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
  return isBlock && node.range?.[2] === text.length && !text.endsWith('\n')
    ? source.replace(/\n$/, '')
    : source
}

/** The value, or the tag that is not understood; undefined where Ruby can't read a number. */
const meaning = (node: YamlScalar, source: string): Resolved | string | undefined => {
  if (node.tag === undefined || node.tag === '!') {
    return node.type === 'PLAIN' ? resolveScalar(source) : { type: 'string', text: source }
  }
  const tag = standardTag(node.tag)
  if (tag === '!!str') return { type: 'string', text: source }
  if (tag === '!!float') return asFloat(resolveScalar(source))
  return ['!!int', '!!bool', '!!null'].includes(tag) ? resolveScalar(source) : tag
}

const list = (nodes: readonly unknown[], at: Place, context: Context): List => ({
  kind: 'list',
  at,
  // `[a: 1]` holds a pair without braces: a table of one.
  items: nodes.map((node) =>
    isPair(node) ? table([node], at, context) : anyNode(node, at, context),
  ),
})

const table = (pairs: readonly Pair[], at: Place, context: Context): Table => {
  const entries = new Map<string, Entry>()
  const written = new Set<string>()
  for (const pair of pairs) {
    const key = anyNode(pair.key, at, context)
    const value = anyNode(pair.value, key.at, context)
    if (key.kind === 'list' || key.kind === 'table') refused(key.at, 'a key must be text', context)
    if (key.kind !== 'scalar') continue
    const merged = key.text === '<<' ? mergeable(value) : undefined
    // Ruby merges where `<<` stands: what comes later wins, be it merged or written.
    for (const [name, entry] of merged ?? []) entries.set(name, entry)
    if (merged) continue
    if (written.has(key.text)) {
      const reason = 'the key is given twice; this one counts, as in Kamal'
      context.report.warn({ at: key.at, path: '' }, `${key.text}: ${reason}`)
    }
    written.add(key.text)
    entries.set(key.text, { keyAt: key.at, keyType: key.type, value })
  }
  return { kind: 'table', entries, at }
}

const mergeable = (value: Node): readonly (readonly [string, Entry])[] | undefined => {
  if (value.kind === 'table') return [...value.entries]
  if (value.kind !== 'list') return undefined
  // Of several, the first has the last word.
  const tables = value.items.toReversed()
  return tables.every((item) => item.kind === 'table')
    ? tables.flatMap((item) => [...item.entries])
    : undefined
}
