import { createNetwork } from '../../host/docker.ts'
import { network, pathsOf } from '../../host/names.ts'
import { proxyRunArgs, proxyRunOn } from '../../host/proxy-run.ts'
import type { Script } from '../../host/script.ts'
import type { Plan, Step } from '../plan.ts'
import { pullProxy } from '../steps/proxy-image.ts'
import {
  guarded,
  makeWords,
  noted,
  pullStep,
  routeMs,
  routeWords,
  startStep,
  step,
  type Act,
} from './accessory-steps.ts'
import { isUp, type AccessoryState, type GroundState } from './look.ts'
import { settingHosts, type Setting } from './setting.ts'

/** Who acts, and when. */
export interface Hand {
  /** Token in the hosts' owner files. */
  readonly fence: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Docker pulls the proxy's image with the first `docker run`. */
const proxyMs = 15 * 60_000

const absent: AccessoryState = { container: undefined, replaced: [], kept: [], hasImage: false }

/** Whether a host needs a proxy at all. */
export const takesRequests = ({ config, targets }: Setting, host: string): boolean =>
  targets.some(
    (target) => target.host === host && target.roles.some(({ proxy }) => proxy !== undefined),
  ) || config.accessories.some(({ proxy, hosts }) => proxy !== undefined && hosts.includes(host))

/** Network and proxy; the folders of `.kamal` are made on the way. */
const groundSteps = (setting: Setting, state: GroundState, hand: Hand): readonly Step[] => {
  const { host, proxy } = state
  const run = proxyRunOn(setting.config, host)
  const isBooted = takesRequests(setting, host) && proxy.state !== 'running'
  const script: Script = {
    kind: 'script',
    title: 'boot kamal-proxy',
    words: [
      { word: 'guard', owner: pathsOf(setting.config).owner, token: hand.fence },
      { word: 'dir', path: pathsOf(setting.config).proxyConfig },
      { word: 'boot-proxy', run: run === undefined ? [] : proxyRunArgs(run) },
    ],
    changes: true,
    timeoutMs: proxyMs,
  }
  const commands = [
    createNetwork(network),
    ...(isBooted
      ? [...(proxy.state === 'absent' ? pullProxy(setting.config, run) : []), script]
      : []),
  ]
  const title = isBooted ? 'network and kamal-proxy' : 'network'
  return [{ phase: 'prepare', host, title, commands }]
}

/** Makes and starts an accessory that does not run; one that only stopped is started as it is. */
const bringUp = (act: Act): readonly Step[] => {
  const { accessory, state, config } = act
  const { name, service, kit } = accessory
  const { container } = state
  const neverRan = container?.state === 'created'
  const routing = routeWords(act)
  const tidy = state.replaced.map((one) => ({ word: 'discard', container: one }) as const)
  const after = [...routing, ...tidy]
  const last =
    after.length === 0
      ? []
      : [
          step(act, `finish accessory ${name}`, [
            guarded(act, `finish ${name}`, after, routeMs(config)),
          ]),
        ]
  if (container !== undefined && !neverRan) {
    return [startStep(act, noted(act, `Started ${name} accessory`)), ...last]
  }
  if (kit === undefined) return []
  const words = [
    // It never ran, so there is nothing in it; the file may have been corrected since.
    ...(neverRan ? [{ word: 'discard', container: service } as const] : []),
    ...makeWords(act, kit),
    noted(act, `Booted ${name} accessory`),
  ]
  return [
    ...(state.hasImage ? [] : [pullStep(act, kit)]),
    step(act, `create accessory ${name}`, [guarded(act, `create ${name}`, words)]),
    startStep(act),
    ...last,
  ]
}

const isRouted = ({ proxy }: GroundState, { accessory }: Act): boolean =>
  accessory.proxy === undefined ||
  (proxy.state === 'running' &&
    (proxy.services ?? []).some(({ name }) => name === accessory.service))

const accessorySteps = (setting: Setting, ground: GroundState, hand: Hand): readonly Step[] =>
  setting.accessories
    .filter(({ hosts }) => hosts.includes(ground.host))
    .flatMap(({ accessory }) => {
      const state = ground.accessories.get(accessory.name) ?? absent
      const { config, run } = setting
      const act = { config, accessory, host: ground.host, state, ...hand, actor: run.actor }
      if (!isUp(state)) return bringUp(act)
      if (isRouted(ground, act)) return []
      const script = guarded(act, `route ${accessory.name}`, routeWords(act), routeMs(config))
      return [step(act, `route accessory ${accessory.name}`, [script])]
    })

const laneOf = (setting: Setting, ground: GroundState, hand: Hand) => {
  const accessories = accessorySteps(setting, ground, hand)
  const idle = ground.proxy.state === 'running' || !takesRequests(setting, ground.host)
  const steps =
    accessories.length === 0 && idle ? [] : [...groundSteps(setting, ground, hand), ...accessories]
  return steps.length === 0 ? [] : [{ host: ground.host, steps }]
}

/**
 * What is missing on the hosts, from what is there: pure, and empty where nothing is. Whatever runs is
 * left as it is.
 */
export const planBootstrap = (
  setting: Setting,
  grounds: readonly GroundState[],
  hand: Hand,
): Plan => {
  const lanes = grounds.flatMap((ground) => laneOf(setting, ground, hand))
  const title = `Bring up ${settingHosts(setting).join(', ')}`
  return { title, waves: lanes.length === 0 ? [] : [{ title: 'Bring up what is missing', lanes }] }
}
