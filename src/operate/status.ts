import type { Config } from '../config/config.ts'
import { ofRole, serving, versionOf } from '../fleet/serving.ts'
import type { HostState, ProxyState } from '../fleet/state.ts'
import type { Target } from '../rollout/target.ts'

export interface RoleStatus {
  readonly role: string
  /** Undefined: nothing serves. */
  readonly serves: { readonly version: string; readonly status: string } | undefined
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

const roleStatus = (
  config: Config,
  state: HostState,
  role: Target['roles'][number],
): RoleStatus => {
  const now = serving(config, state, role)
  const others = ofRole(state, role.name).filter(({ id }) => id !== now?.id)
  return {
    role: role.name,
    serves: now === undefined ? undefined : { version: versionOf(config, now), status: now.status },
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
