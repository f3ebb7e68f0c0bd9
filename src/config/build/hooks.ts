import { parseDuration } from '../duration.ts'
import { hookNames, hooksWithSecrets, type HookName, type HookSettings } from '../hooks.ts'
import { hostNames, type RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, members, type Field } from '../yaml/field.ts'
import { textOf, textsOf } from '../yaml/values.ts'

/** Long enough for a hook that waits for checks to pass: Kamal's own example asks for 12 minutes. */
const defaultTimeoutMs = 900_000

/** The hooks that are there: files of these names, without an extension. */
export const findHooks = (
  root: Field,
  read: (path: string) => string | undefined,
): HookSettings['files'] => {
  const folder = textOf(member(root, 'hooks_path')) ?? '.kamal/hooks'
  const paths = hookNames.map((name) => [name, `${folder}/${name}`] as const)
  return Object.fromEntries(paths.filter(([, path]) => read(path) !== undefined))
}

/** Hosts of a role that carry one of the tags. */
const tagged = ({ hosts }: RoleBlock, tags: readonly string[]): readonly string[] =>
  hosts.flatMap((item) => {
    const [entry] = members(item)
    const own = entry?.node.kind === 'list' ? textsOf(entry) : [textOf(entry) ?? '']
    return item.host !== undefined && own.some((tag) => tags.includes(tag)) ? [item.host] : []
  })

const accessoryHosts = (accessory: Field, roles: readonly RoleBlock[]): readonly string[] => {
  const named = (one: string, many: string): readonly string[] => [
    ...[textOf(member(accessory, one))].filter((name) => name !== undefined),
    ...items(member(accessory, many)).flatMap(
      (item) => textOf(item) ?? members(item).map(({ key }) => key),
    ),
  ]
  const [ofRoles, tags] = [named('role', 'roles'), named('tag', 'tags')]
  return [
    ...named('host', 'hosts'),
    ...roles.filter(({ name }) => ofRoles.includes(name)).flatMap(hostNames),
    ...roles.flatMap((role) => tagged(role, tags)),
  ]
}

const hostsOf = (root: Field, roles: readonly RoleBlock[]): readonly string[] => [
  ...new Set([
    ...roles.flatMap(hostNames),
    ...members(member(root, 'accessories')).flatMap((one) => accessoryHosts(one, roles)),
  ]),
]

const quietOf = (output: Field | undefined): readonly HookName[] =>
  hookNames.filter(
    (name) => textOf(output?.node.kind === 'table' ? member(output, name) : output) === 'quiet',
  )

export interface HookSources {
  readonly root: Field
  readonly roles: readonly RoleBlock[]
  readonly secrets: Secrets
  readonly hookFiles: HookSettings['files']
}

/** `hooks_path`, `hooks_output` and `x-seaworthy/hooks`; secrets are opened only for a hook that gets them. */
export const buildHooks = ({ root, roles, secrets, hookFiles }: HookSources): HookSettings => {
  const own = member(root, 'x-seaworthy', 'hooks')
  const needed = hooksWithSecrets.some((name) => hookFiles[name] !== undefined)
  return {
    files: hookFiles,
    quiet: quietOf(member(root, 'hooks_output')),
    timeoutMs: parseDuration(textOf(member(own, 'timeout')) ?? '') ?? defaultTimeoutMs,
    secrets: needed ? secrets.all() : {},
    hosts: hostsOf(root, roles),
  }
}
