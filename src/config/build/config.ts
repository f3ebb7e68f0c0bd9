import { parseBootLimit } from '../check/boot.ts'
import type { Config, ErrorPage } from '../config.ts'
import { deployTimeoutMs, gateSettings } from '../gate.ts'
import { member, type Field } from '../yaml/field.ts'
import { integerOf, isBlank, textOf, textsOf } from '../yaml/values.ts'
import { isLocalRegistry } from '../local-registry.ts'
import { buildAccessories, type Contents } from './accessory.ts'
import { buildCommands } from './commands.ts'
import { buildHooks, type HookSources } from './hooks.ts'
import { secondsOf } from './proxy.ts'
import { buildRegistry } from './registry.ts'
import { buildRole, drainTimeoutMs } from './role.ts'
import { buildSsh } from './ssh.ts'

export interface Checked extends HookSources {
  readonly file: string
  readonly destination: string | undefined
  readonly errorPages: readonly ErrorPage[] | undefined
  /** What the files of accessories hold; undefined where none is to be made. */
  readonly contents?: Contents | undefined
}

/** The configuration of a file that has passed every check; nothing here can fail any more. */
export const buildConfig = (checked: Checked): Config => {
  const { file, destination, root, roles, secrets, errorPages, contents } = checked
  const registry = buildRegistry(member(root, 'registry'), secrets)
  const image = imageOf(root)
  const accessories = buildAccessories({ root, roles, secrets, contents })
  const built = roles.map((role) => buildRole(root, role, secrets))
  return {
    file,
    service: textOf(member(root, 'service')) ?? '',
    destination,
    repository: repositoryOf(registry.server, image),
    registry,
    roles: built,
    primaryHost: [...built, ...accessories].flatMap(({ hosts }) => hosts)[0] ?? '',
    accessories,
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
      commands: buildCommands(root),
    },
  }
}

/** The image's name, as registries take it; in a local registry it need not be given. */
export const imageOf = (root: Field): string => {
  const isLocal = isLocalRegistry(textOf(member(root, 'registry', 'server')) ?? '')
  const key = isLocal && isBlank(member(root, 'image')) ? 'service' : 'image'
  return (textOf(member(root, key)) ?? '').toLowerCase()
}

/** An image's name with its registry's server: `ghcr.io/acme/shop`. */
export const repositoryOf = (server: string | undefined, image: string): string =>
  server === undefined ? image : `${server}/${image}`
