import { hostNames, type RoleBlock } from './roles.ts'
import { items, member, members, type Field, type Member } from './yaml/field.ts'
import { textOf, textsOf } from './yaml/values.ts'

/** Keys of which an accessory has exactly one. */
export const places = ['host', 'hosts', 'role', 'roles', 'tag', 'tags'] as const

export const accessoryBlocks = (root: Field): readonly Member[] =>
  members(member(root, 'accessories'))

/** One text, or a list of them, under one of two keys. */
export const oneOrSeveral = (block: Field, one: string, several: string): readonly Field[] => {
  const single = member(block, one)
  return single === undefined ? items(member(block, several)) : [single]
}

/** Hosts that carry one of these tags, in the order of the roles. */
const tagged = (roles: readonly RoleBlock[], tags: readonly string[]): readonly string[] =>
  roles.flatMap(({ hosts }) =>
    hosts.flatMap((item) => {
      const [only] = members(item)
      const one = textOf(only)
      const own = one === undefined ? textsOf(only) : [one]
      return item.host !== undefined && own.some((tag) => tags.includes(tag)) ? [item.host] : []
    }),
  )

/**
 * A host as an accessory names it: `USER@HOST` is the host where the user is that of `ssh/user`. Kamal
 * connects to such a host as that user; only hosts of roles are never found again under such a name.
 */
export const placedHost = (root: Field, text: string): string => {
  const user = `${textOf(member(root, 'ssh', 'user')) ?? 'root'}@`
  return text.startsWith(user) ? text.slice(user.length) : text
}

/** The hosts of an accessory, each once, however it names them; without a root, as they are written. */
export const accessoryHosts = (
  block: Field,
  roles: readonly RoleBlock[],
  root?: Field,
): readonly string[] => {
  const texts = (one: string, several: string): readonly string[] =>
    oneOrSeveral(block, one, several).flatMap((field) => textOf(field) ?? [])
  const named = texts('role', 'roles').flatMap((name) => {
    const role = roles.find((candidate) => candidate.name === name)
    return role === undefined ? [] : hostNames(role)
  })
  const written = texts('host', 'hosts').map((text) =>
    root === undefined ? text : placedHost(root, text),
  )
  const all = [...written, ...named, ...tagged(roles, texts('tag', 'tags'))]
  return [...new Set(all)]
}

/** Name of an accessory's container, without the destination. */
export const accessoryService = (root: Field, block: Member): string =>
  textOf(member(block, 'service')) ?? `${textOf(member(root, 'service')) ?? ''}-${block.key}`
