import type { Cache, Order } from './order.ts'

/** A call of docker as data: nothing secret is among `args`, what is secret or an argument's value is in `env`. */
export interface Command {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Surroundings {
  readonly labels: Readonly<Record<string, string>>
  /** Name of the builder; `default` is the engine's own. */
  readonly builder: string
  /** Where buildx writes what it has made. */
  readonly metadataFile: string
  /** The step's own environment. */
  readonly env: Readonly<Record<string, string | undefined>>
}

const flags = (name: string, values: readonly (string | undefined)[]): readonly string[] =>
  values.flatMap((value) => (value === undefined ? [] : [name, value]))

/** A field of one of buildx's comma-separated values. */
const field = (name: string, value: string): string => {
  const text = `${name}=${value}`
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A cache that can't be written is no reason to lose a good build. */
const withoutFailure = (options: string | undefined): string =>
  [
    options ?? 'mode=max',
    ...(options?.includes('ignore-error=') ? [] : ['ignore-error=true']),
  ].join()

const cacheFlags = (cache: Cache, scope: string): readonly string[] => {
  if (cache.type === 'none') return []
  const options = withoutFailure(cache.options)
  if (cache.type === 'gha') {
    const where = [
      'type=gha',
      ...(cache.options?.includes('scope=') ? [] : [field('scope', scope)]),
    ]
    return ['--cache-from', where.join(), '--cache-to', [...where, options].join()]
  }
  const where = ['type=registry', field('ref', cache.ref)].join()
  // As an image, the only form that every registry takes (Amazon's among them).
  const form = options.includes('image-manifest=')
    ? []
    : ['image-manifest=true', 'oci-mediatypes=true']
  return ['--cache-from', where, '--cache-to', [where, options, ...form].join()]
}

interface Passed {
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * Values of arguments go by the environment, where buildx looks for those that are only named: a command
 * line can be read by every process of the machine. A name that means something there already stays in
 * the command line.
 */
const argsOf = (order: Order, { env }: Surroundings): Passed => {
  const passed = Object.entries(order.args).map(([name, value]): Passed => {
    const own = env[name]
    if (value === null || value === own)
      return {
        flags: own === undefined ? [] : ['--build-arg', name],
        env: own === undefined ? {} : { [name]: own },
      }
    if (own !== undefined || /^(DOCKER|BUILDX|BUILDKIT)_|^(PATH|HOME|SSH_AUTH_SOCK)$/.test(name))
      return { flags: ['--build-arg', `${name}=${value}`], env: {} }
    return { flags: ['--build-arg', name], env: { [name]: value } }
  })
  return {
    flags: passed.flatMap((one) => one.flags),
    env: Object.fromEntries(passed.flatMap((one) => Object.entries(one.env))),
  }
}

const secretsOf = (order: Order): Passed => {
  const entries = Object.entries(order.secrets)
  const variable = (index: number): string => `SEAWORTHY_BUILD_SECRET_${index}`
  return {
    flags: entries.flatMap(([name], at) => ['--secret', `id=${name},env=${variable(at)}`]),
    env: Object.fromEntries(entries.map(([, value], at) => [variable(at), value])),
  }
}

/** The one call that builds and pushes. Only the version's tag is pushed: `latest` is for after a deploy. */
export const buildCommand = (order: Order, around: Surroundings): Command => {
  const args = argsOf(order, around)
  const secrets = secretsOf(order)
  const labels = Object.entries(around.labels).map(([name, value]) => `${name}=${value}`)
  return {
    args: [
      ...['buildx', 'build', '--push', '--progress', 'plain', '--builder', around.builder],
      ...flags('--platform', order.platforms.length === 0 ? [] : [order.platforms.join()]),
      ...['--tag', `${order.repository}:${order.version}`],
      ...flags('--label', labels),
      ...args.flags,
      ...secrets.flags,
      ...flags('--ssh', [order.ssh]),
      ...flags('--target', [order.target]),
      ...flags('--provenance', [order.provenance]),
      ...flags('--sbom', [order.sbom]),
      ...cacheFlags(order.cache, order.repository),
      ...['--metadata-file', around.metadataFile, '--file', order.dockerfile],
      ...['--', order.context],
    ],
    // Build checks come into the metadata file with this (buildx 0.16 and newer).
    env: { ...args.env, ...secrets.env, BUILDX_METADATA_WARNINGS: '1' },
  }
}
