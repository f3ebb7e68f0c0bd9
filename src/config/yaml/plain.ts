import type { Node } from './tree.ts'

/** A text that is equal for equal values, whatever the order of their keys and their place. */
export const plain = (node: Node | undefined): string => {
  if (node === undefined) return ''
  if (node.kind === 'scalar') return JSON.stringify([node.type, node.text])
  if (node.kind === 'list') return `[${node.items.map(plain).join(',')}]`
  if (node.kind === 'unknown') return '?'
  const entries = [...node.entries].map(
    ([key, { value }]) => `${JSON.stringify(key)}:${plain(value)}`,
  )
  return `{${entries.toSorted().join(',')}}`
}
