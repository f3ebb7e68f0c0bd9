import { proxiedRoles } from './steps/stage.ts'
import { isRunning, routeOf, behind, runningOf, serving, versionOf } from '../fleet/serving.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import type { Config, Role } from '../config/config.ts'
import { fingerprint } from '../host/fingerprint.ts'
import { configLabel, containerName, proxyService } from '../host/names.ts'
import type { Rollout, Target } from './target.ts'

const roleIsCurrent = (rollout: Rollout, state: HostState, role: Role): boolean => {
  const { config, version, digest } = rollout
  const running = runningOf(state, role.name)
  const [only] = running
  return (
    running.length === 1 &&
    only?.state === 'running' &&
    only.name === containerName(config, role.name, version) &&
    only.labels[configLabel] === fingerprint(config, role, state.host, digest)
  )
}

const isRouted = (rollout: Rollout, state: HostState, role: Role): boolean => {
  const route = routeOf(state, proxyService(rollout.config, role.name))
  return (
    route?.targets.length === 1 &&
    route.targets.every((target) => {
      const container = behind(state, target)
      return container !== undefined && isRunning(container)
    })
  )
}

const targetIsCurrent = (rollout: Rollout, fleet: FleetState, target: Target): boolean => {
  const state = fleet[target.host]
  return (
    state !== undefined &&
    target.roles.every((role) => roleIsCurrent(rollout, state, role)) &&
    proxiedRoles(target).every((role) => isRouted(rollout, state, role))
  )
}

/** The one version that serves in every role on every target; undefined when there is none. */
export const servingEverywhere = (
  config: Config,
  fleet: FleetState,
  targets: readonly Target[],
): string | undefined => {
  const versions = targets.flatMap(({ host, roles }) => {
    const state = fleet[host]
    if (state === undefined) return []
    return roles.map((role) => {
      const container = serving(config, state, role)
      return container === undefined ? undefined : versionOf(config, container)
    })
  })
  const [first] = versions
  return versions.every((version) => version === first) ? first : undefined
}

/**
 * A deploy has nothing to do: equal image, command and environment everywhere, and nothing else runs.
 * A rollback to a version is content when that one serves, whoever deployed it.
 */
export const isUnchanged = (rollout: Rollout, fleet: FleetState): boolean => {
  const { config, version, targets } = rollout
  if (rollout.enough === 'version' && servingEverywhere(config, fleet, targets) === version)
    return true
  return targets.every((target) => targetIsCurrent(rollout, fleet, target))
}
