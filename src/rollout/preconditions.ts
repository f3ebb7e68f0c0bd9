import { SeaworthyError } from '../base/error.ts'
import { isOlder, oldestProxy } from '../config/check/versions.ts'
import type { FleetState } from '../fleet/state.ts'
import { proxiedRoles } from './steps/stage.ts'
import type { Rollout } from './target.ts'

/**
 * What must be so before anything is changed.
 * @throws SeaworthyError `proxy-too-old` naming every host whose kamal-proxy Kamal 2.12 would refuse.
 */
export const requireFit = (rollout: Rollout, fleet: FleetState): void => {
  const old = rollout.targets.flatMap((target) => {
    const proxy = fleet[target.host]?.proxy
    if (proxy === undefined || proxy.state === 'absent' || proxiedRoles(target).length === 0)
      return []
    return isOlder(proxy.version, oldestProxy) ? [`${target.host} has ${proxy.version}`] : []
  })
  if (old.length === 0) return
  throw new SeaworthyError(
    'proxy-too-old',
    `kamal-proxy is older than ${oldestProxy}: ${old.join(', ')}`,
    { hint: 'run "kamal proxy reboot" to bring it up to date' },
  )
}
