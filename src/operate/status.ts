import type { Config } from '../config/config.ts'
import { ofRole, serving, versionOf } from '../fleet/serving.ts'
import type { HostState, ProxyState } from '../fleet/state.ts'
import type { ListedContainer } from '../host/docker-parse.ts'
import type { Target } from '../rollout/target.ts'

export interface Serving {
  readonly version: string
  readonly status: string
  /** `sha256:...` under which the registry has its image; undefined when the host does not say. */
  readonly digest: string | undefined
}

export interface RoleStatus {
  readonly role: string
  /** Undefined: nothing serves. */
  readonly serves: Serving | undefined
  /** Versions of the other containers, newest first: what a rollback can start. */
  readonly others: readonly string[]
}

/** One host as a person wants to know it. */
export interface HostStatus {
  readonly host: string
  readonly docker: string
  readonly proxy: string
  readonly freeDiskMiB: number | undefined
  readonly freeMemoryMiB: number | undefined
  readonly roles: readonly RoleStatus[]
}

const proxyText = (proxy: ProxyState): string =>
  proxy.state === 'absent' ? 'absent' : `${proxy.version}, ${proxy.state}`

const mebibytes = (kiB: number | undefined): number | undefined =>
  kiB === undefined ? undefined : Math.floor(kiB / 1024)

/** An image may have come under several digests: the one of the release record goes first. */
const digestOf = (
  { repository }: Config,
  { images, files }: HostState,
  imageId: string,
  version: string,
): string | undefined => {
  const prefix = `${repository}@`
  const digests = images
    .filter(({ id }) => id === imageId)
    .flatMap((image) => image.digests.filter((digest) => digest.startsWith(prefix)))
    .map((digest) => digest.slice(prefix.length))
  const recorded = (files?.releases ?? []).filter((release) => release.version === version)
  return digests.find((one) => recorded.some(({ digest }) => digest === one)) ?? digests[0]
}

const servingOf = (config: Config, state: HostState, container: ListedContainer): Serving => {
  const version = versionOf(config, container)
  const digest = digestOf(config, state, container.imageId, version)
  return { version, status: container.status, digest }
}

const roleStatus = (
  config: Config,
  state: HostState,
  role: Target['roles'][number],
): RoleStatus => {
  const now = serving(config, state, role)
  const others = ofRole(state, role.name).filter(({ id }) => id !== now?.id)
  return {
    role: role.name,
    serves: now === undefined ? undefined : servingOf(config, state, now),
    others: [...new Set(others.map((container) => versionOf(config, container)))],
  }
}

export const hostStatus = (
  config: Config,
  state: HostState,
  roles: Target['roles'],
): HostStatus => ({
  host: state.host,
  docker: state.docker.version,
  proxy: proxyText(state.proxy),
  freeDiskMiB: mebibytes(state.files?.freeDiskKiB),
  freeMemoryMiB: mebibytes(state.files?.freeMemoryKiB),
  roles: roles.map((role) => roleStatus(config, state, role)),
})

/** Versions that serve; more than one means that hosts or roles differ. */
export const versionsOf = (hosts: readonly HostStatus[]): readonly string[] => [
  ...new Set(hosts.flatMap(({ roles }) => roles.flatMap(({ serves }) => serves?.version ?? []))),
]

/** The one image that serves every role on every host; undefined when they differ, or one has none. */
export const digestEverywhere = (hosts: readonly HostStatus[]): string | undefined => {
  const [first, ...others] = hosts.flatMap(({ roles }) => roles.map(({ serves }) => serves?.digest))
  return others.every((digest) => digest === first) ? first : undefined
}
