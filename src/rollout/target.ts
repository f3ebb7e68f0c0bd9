import type { Config, Role } from '../config/config.ts'
import type { RunIdentity } from '../host/journal.ts'

/** One host and the roles that this rollout brings to it. */
export interface Target {
  readonly host: string
  /** Primary role first. */
  readonly roles: readonly Role[]
}

/** What is rolled out, and by whom. */
export interface Rollout {
  readonly config: Config
  readonly version: string
  /** `sha256:...` of the image; of the registry's, or of the one that the hosts have. */
  readonly digest: string
  /** `registry`: every host pulls by digest. `host`: the image is there already (rollback). */
  readonly source: 'registry' | 'host'
  /** Hosts that serve `version` are left alone, whatever their environment was (rollback). */
  readonly enough?: 'version'
  /** Architectures that the image is built for; empty when nobody says. */
  readonly architectures: readonly string[]
  /** Marks lock, fence and staged containers. */
  readonly token: string
  readonly run: RunIdentity
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** In order; the first is staged and switched first. */
  readonly targets: readonly Target[]
  /** The host with the lock: first of the primary role, whatever the filters say. */
  readonly lockHost: string
  /** Hosts that hooks are told of; with a filter, those that it leaves. */
  readonly hookHosts: readonly string[]
}

export interface Filters {
  readonly hosts: readonly string[]
  readonly roles: readonly string[]
  /** Hosts that are left out because they can't be reached. */
  readonly without: readonly string[]
}

const chosen = (wanted: readonly string[], name: string): boolean =>
  wanted.length === 0 || wanted.includes(name)

/** The hosts of a rollout with their roles, hosts of the primary role first. */
export const targetsOf = (config: Config, filters: Filters): readonly Target[] => {
  const roles = config.roles.filter((role) => chosen(filters.roles, role.name))
  const hosts = [...new Set(roles.flatMap((role) => role.hosts))].filter(
    (host) => chosen(filters.hosts, host) && !filters.without.includes(host),
  )
  return hosts.map((host) => ({ host, roles: roles.filter((role) => role.hosts.includes(host)) }))
}

/**
 * First host of the primary role that is not left out: Kamal's place for the lock. Where there are
 * accessories only, the first of theirs.
 */
export const lockHostOf = (config: Config, filters: Pick<Filters, 'without'>): string => {
  const hosts = config.roles[0]?.hosts ?? config.accessories.flatMap((one) => one.hosts)
  return hosts.find((host) => !filters.without.includes(host)) ?? config.primaryHost
}

/** How many hosts of a rollout boot at once; all of them without a limit. */
export const groupSize = (config: Config, hosts: number): number => {
  const { limit } = config.boot
  if (limit === undefined) return Math.max(hosts, 1)
  // Kamal takes its share of all hosts of the file, with those of accessories and those left out.
  const every = config.hooks.hosts.length
  const count = 'hosts' in limit ? limit.hosts : Math.floor((every * limit.percent) / 100)
  return Math.max(count, 1)
}

/** Cuts a list into runs of at most `size`. */
export const groups = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  items.length === 0 ? [] : [items.slice(0, size), ...groups(items.slice(size), size)]

const mostNamed = 6

/** `h1, h2`; of many the first three: `h1, h2, h3 and 27 others`. */
export const few = (hosts: readonly string[]): string =>
  hosts.length <= mostNamed
    ? hosts.join(', ')
    : `${hosts.slice(0, 3).join(', ')} and ${String(hosts.length - 3)} others`

export const namesOf = (targets: readonly Target[]): string => few(targets.map(({ host }) => host))
