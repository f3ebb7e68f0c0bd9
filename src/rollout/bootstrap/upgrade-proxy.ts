import { SeaworthyError } from '../../base/error.ts'
import { isOlder, oldestProxy } from '../../config/check/versions.ts'
import { lookAtDocker } from '../../fleet/look.ts'
import { isRunning } from '../../fleet/serving.ts'
import type { ProxyState } from '../../fleet/state.ts'
import { audit } from '../../host/audit.ts'
import { inspectContainer, inspectImage, pullNamed } from '../../host/docker.ts'
import { pathsOf, proxyContainer } from '../../host/names.ts'
import type { Host } from '../../host/port.ts'
import { proxyRunArgs, proxyRunOn } from '../../host/proxy-run.ts'
import type { Script } from '../../host/script.ts'
import type { Word } from '../../host/word.ts'
import { isoSeconds } from '../../base/time.ts'
import { underErrandLock, upgradeErrand, type ErrandOptions } from '../errand.ts'
import { perform, performScript } from '../perform.ts'
import { hostOf, type Ports } from '../ports.ts'
import { hookOf } from '../steps/hook.ts'
import { publicProxy, pullProxy } from '../steps/proxy-image.ts'
import { measureGap, probeFor } from './gap.ts'
import { takesRequests } from './plan.ts'
import { settingHosts, type Setting } from './setting.ts'

export interface UpgradeOptions extends ErrandOptions {
  readonly dryRun: boolean
}

/** Undefined where it is new enough, or not there. */
const oldVersion = (proxy: ProxyState): string | undefined =>
  proxy.state !== 'absent' && isOlder(proxy.version, oldestProxy) ? proxy.version : undefined

/** Where an app runs and no proxy is, somebody was killed while the proxy was replaced. */
const none = 'that was missing'

interface Old {
  readonly host: string
  readonly version: string
}

const findOld = async (setting: Setting, ports: Ports): Promise<readonly Old[]> => {
  const looks = await Promise.all(
    settingHosts(setting).map(async (host): Promise<readonly Old[]> => {
      const link = hostOf(ports, host)
      const { proxy, containers } = await lookAtDocker(link, setting.config, ports.signal)
      const version = oldVersion(proxy)
      if (version !== undefined) return [{ host, version }]
      const isGone = proxy.state === 'absent' && takesRequests(setting, host)
      return isGone && containers.some(isRunning) ? [{ host, version: none }] : []
    }),
  )
  return looks.flat()
}

const file = (name: string): string => `.kamal/proxy/${name}`

/**
 * Which image the host's next proxy is made from, and that it is new enough.
 * @throws SeaworthyError `proxy-too-old` when a boot file of Kamal's still names an old one.
 */
const imageOn = async (setting: Setting, host: Host, ports: Ports): Promise<string> => {
  const run = proxyRunOn(setting.config, host.name)
  if (run !== undefined)
    return `${run.registry === undefined ? '' : `${run.registry}/`}${run.repository}:${run.version}`
  const words: readonly Word[] = ['image', 'image_version'].map((name) => ({
    word: 'read',
    path: file(name),
    as: name,
  }))
  const script: Script = {
    ...{ kind: 'script', title: 'read how the proxy is booted', words },
    ...{ changes: false, timeoutMs: 30_000 },
  }
  const { values } = await performScript(host, script, ports.signal)
  const version = values['image_version']?.trim() ?? oldestProxy
  if (isOlder(version, oldestProxy))
    throw new SeaworthyError(
      'proxy-too-old',
      `${file('image_version')} on ${host.name} asks for kamal-proxy ${version}, which is older than ${oldestProxy}`,
      { hint: `remove that file (kamal proxy boot_config reset), or write ${oldestProxy} into it` },
    )
  return `${values['image']?.trim() ?? publicProxy}:${version}`
}

/** The image comes before the gap, not in it. */
const fetchImage = async (setting: Setting, host: Host, ports: Ports): Promise<void> => {
  const image = await imageOn(setting, host, ports)
  const there = await host.docker(inspectImage(image), ports.signal)
  if (there.status === 200) return
  const [withLogin] = pullProxy(setting.config, proxyRunOn(setting.config, host.name))
  await perform(host, withLogin ?? pullNamed(image, undefined), ports.signal)
}

/** Kamal's `proxy reboot` (cli/proxy.rb): its volume stays, and with it what it routes. */
const replaceScript = (setting: Setting, host: string, token: string, at: number): Script => {
  const { config, run } = setting
  const settings = proxyRunOn(setting.config, host)
  const noted = audit({ ...config, actor: run.actor }, isoSeconds(at), 'Rebooted proxy')
  return {
    kind: 'script',
    title: 'replace kamal-proxy',
    words: [
      { word: 'guard', owner: pathsOf(config).owner, token },
      noted,
      { word: 'dir', path: pathsOf(config).proxyConfig },
      { word: 'stop', container: proxyContainer, timeSeconds: undefined },
      { word: 'discard', container: proxyContainer },
      { word: 'boot-proxy', run: settings === undefined ? [] : proxyRunArgs(settings) },
    ],
    changes: true,
    timeoutMs: 120_000,
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Kamal's hooks round a reboot of the proxy; each is told of the one host. */
const sayHook = async (
  { config }: Setting,
  name: 'pre-proxy-reboot' | 'post-proxy-reboot',
  host: string,
  ports: Ports,
): Promise<void> => {
  const hook = hookOf(config, name, [host])
  if (hook !== undefined) await ports.hook(hook, ports.signal)
}

const replaceOn = async (
  setting: Setting,
  { host, version }: Old,
  token: string,
  ports: Ports,
): Promise<string> => {
  const link = hostOf(ports, host)
  await fetchImage(setting, link, ports)
  ports.narrate({ kind: 'note', at: ports.clock.now(), text: `replacing kamal-proxy on ${host}` })
  const state = await lookAtDocker(link, setting.config, ports.signal)
  const inspected = await link.docker(inspectContainer(proxyContainer), ports.signal)
  const probe = probeFor(state.proxy, inspected)
  const script = replaceScript(setting, host, token, ports.clock.now())
  const gap = await measureGap(link, probe, ports, async () => {
    await performScript(link, script, ports.signal)
  })
  const { proxy } = await lookAtDocker(link, setting.config, ports.signal)
  if (proxy.state !== 'running' || isOlder(proxy.version, oldestProxy))
    throw new SeaworthyError(
      'proxy-too-old',
      `kamal-proxy on ${host} was replaced, and is ${proxy.state === 'absent' ? 'absent' : `${proxy.version}, ${proxy.state}`}`,
      { hint: `see docker logs ${proxyContainer} on ${host}` },
    )
  const was = `${host}: kamal-proxy ${version} was replaced by ${proxy.version}`
  if (gap === undefined)
    return `${was}; how long requests failed could not be measured, as it publishes no port.`
  return `${was}; requests from the host itself failed for ${seconds(gap)}.`
}

/**
 * Replaces proxies that are too old, one host after the other. Where none is, it takes no lock.
 * @returns a sentence for each that was replaced, with the time in which requests failed
 * @throws SeaworthyError `proxy-too-old`, `proxy-refused`; whatever a host throws.
 */
export const upgradeProxies = async (
  setting: Setting,
  ports: Ports,
  options: UpgradeOptions,
): Promise<readonly string[]> => {
  const old = await findOld(setting, ports)
  if (old.length === 0) return []
  if (options.dryRun)
    return old.map(({ host, version }) => `${host}: kamal-proxy ${version} would be replaced.`)
  const token = ports.random.hex(8)
  const startedAt = ports.clock.now()
  const hosts = old.map(({ host }) => host)
  const errand = { ...setting, hosts, token, startedAt, what: upgradeErrand, mayOweMore: true }
  return underErrandLock(errand, ports, options, async () => {
    const said: string[] = []
    for (const one of await findOld(setting, ports)) {
      await sayHook(setting, 'pre-proxy-reboot', one.host, ports)
      said.push(await replaceOn(setting, one, token, ports))
      await sayHook(setting, 'post-proxy-reboot', one.host, ports)
    }
    return said
  })
}
