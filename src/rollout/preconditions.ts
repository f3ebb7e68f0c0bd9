import { SeaworthyError } from '../base/error.ts'
import { isOlder, oldestProxy } from '../config/check/versions.ts'
import type { FleetState } from '../fleet/state.ts'
import { proxiedRoles } from './steps/stage.ts'
import type { Rollout } from './target.ts'

/** As much of a rollout as is known before its image is. */
export type Fitting = Pick<Rollout, 'architectures' | 'version' | 'targets'>

const requireArchitecture = (
  { architectures, version, targets }: Fitting,
  fleet: FleetState,
): void => {
  const others = targets.flatMap(({ host }) => {
    const arch = fleet[host]?.docker.arch
    return arch === undefined || architectures.includes(arch) ? [] : [`${host} is ${arch}`]
  })
  if (architectures.length === 0 || others.length === 0) return
  throw new SeaworthyError(
    'image-wrong-architecture',
    `${version} is built for ${architectures.join(', ')}, but ${others.join(', ')}`,
    { hint: 'build it for the hosts: set builder/arch in deploy.yml' },
  )
}

const requireProxy = ({ targets }: Fitting, fleet: FleetState): void => {
  const old = targets.flatMap((target) => {
    const proxy = fleet[target.host]?.proxy
    const served = proxiedRoles(target).length > 0
    if (proxy === undefined || proxy.state === 'absent' || !served) return []
    return isOlder(proxy.version, oldestProxy) ? [`${target.host} has ${proxy.version}`] : []
  })
  if (old.length === 0) return
  throw new SeaworthyError(
    'proxy-too-old',
    `kamal-proxy is older than ${oldestProxy}: ${old.join(', ')}`,
    {
      hint: 'set upgrade-proxy: true, which replaces it host by host and says for how long requests failed; "kamal proxy reboot" does it too',
    },
  )
}

/** Without its state nobody knows what the proxy would have to be taken back to. */
const requireProxyState = ({ targets }: Fitting, fleet: FleetState): void => {
  const dark = targets.flatMap(({ host }) => {
    const proxy = fleet[host]?.proxy
    return proxy?.state === 'running' && proxy.services === undefined ? [host] : []
  })
  if (dark.length === 0) return
  throw new SeaworthyError(
    'proxy-refused',
    `the state of kamal-proxy can't be read on ${dark.join(', ')}`,
    { hint: 'look at kamal-proxy.state in its data folder; "kamal proxy reboot" writes it anew' },
  )
}

/**
 * What must be so before anything is changed, on every host.
 * @throws SeaworthyError `image-wrong-architecture`, or `proxy-too-old` for what Kamal 2.12 refuses.
 */
export const requireFit = (rollout: Fitting, fleet: FleetState): void => {
  requireArchitecture(rollout, fleet)
  requireProxyState(rollout, fleet)
  requireProxy(rollout, fleet)
}
