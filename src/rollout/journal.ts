import { createHash } from 'node:crypto'
import { isoSeconds } from '../base/time.ts'
import type { Role } from '../config/config.ts'
import { ofRole, routeOf, runningOf, versionOf } from '../fleet/serving.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import type { Journal, JournalRole } from '../host/journal.ts'
import { containerName, envFile, proxyService, replacedName } from '../host/names.ts'
import { proxyFlags } from '../host/proxy-flags.ts'
import { proxyFilesOf, sharedAssetsOf, swapsOf } from '../host/web-files.ts'
import type { Rollout } from './target.ts'

/** Hex that is the same for the same rollout, host and role: plans stay pure functions. */
export const derivedHex = (
  rollout: Pick<Rollout, 'token'>,
  bytes: number,
  ...of: string[]
): string =>
  createHash('sha256')
    .update([rollout.token, ...of].join('\n'))
    .digest('hex')
    .slice(0, bytes * 2)

/** The name that a container makes room under; derived, so that journal and plan agree. */
export const roomName = (rollout: Pick<Rollout, 'token'>, host: string, name: string): string =>
  replacedName(name, derivedHex(rollout, 8, host, name))

/** What is owed by a run that does not know yet whether it has the lock: it has touched no host. */
export const asking = (journal: Journal): Journal => ({ ...journal, hosts: {} })

/** The assets that a role's new version shares with those that run now. */
export const assetsFor = (rollout: Rollout, state: HostState, role: Role) => {
  const { config, version } = rollout
  const running = runningOf(state, role.name).map((container) => versionOf(config, container))
  return sharedAssetsOf(config, role, version, running)
}

/** The flags that route a role to the new version. */
export const flagsFor = ({ config, version }: Rollout, role: Role): readonly string[] =>
  role.proxy === undefined
    ? []
    : proxyFlags(config, role.proxy, proxyFilesOf(config, role, version))

const webEntry = (rollout: Rollout, state: HostState, role: Role) => {
  const assets = assetsFor(rollout, state, role)
  const swaps = swapsOf(rollout.config, role, rollout.version)
  return {
    ...(assets === undefined ? {} : { assets }),
    ...(swaps.length === 0 ? {} : { swaps }),
  }
}

const roleEntry = (rollout: Rollout, state: HostState, role: Role): JournalRole => {
  const { config, version } = rollout
  const service = role.proxy === undefined ? undefined : proxyService(config, role.name)
  const route = service === undefined ? undefined : routeOf(state, service)
  const name = containerName(config, role.name, version)
  const old = runningOf(state, role.name)
  const inTheWay = ofRole(state, role.name).find((container) => container.name === name)
  return {
    role: role.name,
    service,
    old: old.map(({ id, name, imageId }) => ({ id, name, image: imageId })),
    replaced: inTheWay === undefined ? undefined : { id: inTheWay.id, name },
    route: route === undefined ? undefined : { targets: route.targets, flags: route.flags },
    fresh: {
      name,
      port: role.proxy?.appPort,
      flags: flagsFor(rollout, role),
    },
    env: { staged: envFile(config, role.name, version), final: envFile(config, role.name) },
    ...webEntry(rollout, state, role),
    stopSeconds:
      role.stopTimeoutMs === undefined ? undefined : Math.ceil(role.stopTimeoutMs / 1000),
    overlap: role.overlap,
  }
}

/** What is owed to the fleet from now on: everything as it is before the first change. */
export const journalOf = (rollout: Rollout, fleet: FleetState): Journal => ({
  format: 1,
  token: rollout.token,
  rollout: rollout.token,
  phase: 'staging',
  run: rollout.run,
  service: rollout.config.service,
  destination: rollout.config.destination,
  version: rollout.version,
  repository: rollout.config.repository,
  digest: rollout.digest,
  primary: rollout.lockHost,
  startedAt: isoSeconds(rollout.startedAt),
  deployTimeoutMs: rollout.config.deployTimeoutMs,
  drainTimeoutMs: rollout.config.drainTimeoutMs,
  readinessDelayMs: rollout.config.readinessDelayMs,
  retainContainers: rollout.config.retainContainers,
  hosts: Object.fromEntries(
    rollout.targets.map(({ host, roles }) => {
      const state = fleet[host]
      return [host, state === undefined ? [] : roles.map((role) => roleEntry(rollout, state, role))]
    }),
  ),
})
