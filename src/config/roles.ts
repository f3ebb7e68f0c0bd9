import { fieldOf, items, member, members, type Field } from './yaml/field.ts'
import type { Place } from './mistake.ts'
import { mergeFields } from './yaml/merge.ts'
import { flagOf, isTruthy, textOf, textsOf } from './yaml/values.ts'

/** A host of a role as it is written. */
export interface HostItem extends Field {
  /** Undefined where the item is not a host at all. */
  readonly host: string | undefined
  /** In the order in which they are written; `env/tags` and accessories go by them. */
  readonly tags: readonly string[]
}

/** A role as the file has it, before anything of it is trusted. */
export interface RoleBlock {
  readonly name: string
  readonly primary: boolean
  /** The place to point at when the role as a whole is wrong. */
  readonly field: Field
  readonly keyAt: Place
  /** The table of a role that has one; undefined for a mere list of hosts. */
  readonly block: Field | undefined
  readonly hosts: readonly HostItem[]
  /** The primary role is behind the proxy unless it says no; the others only if they say so. */
  readonly proxied: boolean
}

export const primaryRoleName = (root: Field): string =>
  textOf(member(root, 'primary_role')) ?? 'web'

const hostItem = (field: Field): HostItem => {
  if (field.node.kind !== 'table') {
    const isString = field.node.kind === 'scalar' && field.node.type === 'string'
    return { ...field, host: isString ? textOf(field) : undefined, tags: [] }
  }
  const [only, ...others] = members(field)
  const host = others.length > 0 ? undefined : only?.key
  return { ...field, at: only?.keyAt ?? field.at, host, tags: tagsOf(only) }
}

const tagsOf = (tags: Field | undefined): readonly string[] =>
  tags?.node.kind === 'list' ? textsOf(tags) : [textOf(tags) ?? []].flat()

const proxied = (block: Field | undefined, primary: boolean): boolean => {
  const proxy = member(block, 'proxy')
  return primary ? flagOf(proxy) !== false : isTruthy(proxy)
}

/** Primary role first, the others alphabetically: Kamal's order. A bare list of hosts is `web`. */
export const roleBlocks = (root: Field): readonly RoleBlock[] => {
  const servers = member(root, 'servers')
  if (servers === undefined) return []
  const primaryName = primaryRoleName(root)
  if (servers.node.kind === 'list') {
    const primary = primaryName === 'web'
    const hosts = items(servers).map(hostItem)
    const web = { name: 'web', primary, field: servers, keyAt: servers.at, block: undefined }
    return [{ ...web, hosts, proxied: primary }]
  }
  return members(servers)
    .map((field): RoleBlock => {
      const primary = field.key === primaryName
      const block = field.node.kind === 'table' ? field : undefined
      const hosts = items(block ? member(block, 'hosts') : field).map(hostItem)
      const { key: name, keyAt } = field
      return { name, primary, field, keyAt, block, hosts, proxied: proxied(block, primary) }
    })
    .toSorted((a, b) => Number(b.primary) - Number(a.primary) || (a.name < b.name ? -1 : 1))
}

/** The proxy block that holds for a role: the root's, with the role's own on top. */
export const effectiveProxy = (root: Field, role: RoleBlock): Field | undefined => {
  if (!role.proxied) return undefined
  const own = member(role.block, 'proxy')
  const empty = fieldOf({ kind: 'table', entries: new Map(), at: role.field.at }, role.field.path)
  const over = own?.node.kind === 'table' ? own : undefined
  return mergeFields(member(root, 'proxy'), over) ?? empty
}

/** Each host once, in the file's order. */
export const hostNames = (role: RoleBlock): readonly string[] => [
  ...new Set(role.hosts.flatMap(({ host }) => host ?? [])),
]
