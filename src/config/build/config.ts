import { parseBootLimit } from '../check/boot.ts'
import type { Config, ErrorPage, Registry } from '../config.ts'
import { deployTimeoutMs, gateSettings } from '../gate.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { integerOf, textOf, textsOf } from '../yaml/values.ts'
import { buildHooks, type HookSources } from './hooks.ts'
import { secondsOf } from './proxy.ts'
import { buildRole, drainTimeoutMs } from './role.ts'
import { buildSsh } from './ssh.ts'

export interface Checked extends HookSources {
  readonly file: string
  readonly destination: string | undefined
  readonly errorPages: readonly ErrorPage[] | undefined
}

/** The configuration of a file that has passed every check; nothing here can fail any more. */
export const buildConfig = (checked: Checked): Config => {
  const { file, destination, root, roles, secrets, errorPages } = checked
  const registry = buildRegistry(member(root, 'registry'), secrets)
  const image = imageOf(root)
  const built = roles.map((role) => buildRole(root, role, secrets))
  return {
    file,
    service: textOf(member(root, 'service')) ?? '',
    destination,
    repository: repositoryOf(registry.server, image),
    registry,
    roles: built,
    primaryHost: built[0]?.hosts[0] ?? '',
    ssh: buildSsh(member(root, 'ssh'), secrets),
    boot: {
      limit: parseBootLimit(textOf(member(root, 'boot', 'limit')) ?? ''),
      waitMs: secondsOf(member(root, 'boot', 'wait')) ?? 0,
    },
    deployTimeoutMs: deployTimeoutMs(root),
    drainTimeoutMs: drainTimeoutMs(root),
    readinessDelayMs: secondsOf(member(root, 'readiness_delay')) ?? 7000,
    retainContainers: integerOf(member(root, 'retain_containers')) ?? 5,
    errorPages,
    hooks: buildHooks(checked),
    own: {
      knownHosts: textsOf(member(root, 'x-seaworthy', 'known-hosts')),
      gate: gateSettings(root),
    },
  }
}

/** The image's name, as registries take it. */
export const imageOf = (root: Field): string => (textOf(member(root, 'image')) ?? '').toLowerCase()

/** An image's name with its registry's server: `ghcr.io/acme/shop`. */
export const repositoryOf = (server: string | undefined, image: string): string =>
  server === undefined ? image : `${server}/${image}`

export const buildRegistry = (registry: Field | undefined, secrets: Secrets): Registry => {
  const login = (key: string): string => {
    const field = member(registry, key)
    return textOf(field) ?? secrets.value(textOf(items(field)[0]) ?? '')
  }
  return {
    server: textOf(member(registry, 'server')),
    username: login('username'),
    password: login('password'),
  }
}
