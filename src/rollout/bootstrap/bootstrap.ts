import { SeaworthyError } from '../../base/error.ts'
import { pathsOf } from '../../host/names.ts'
import type { Script } from '../../host/script.ts'
import { underErrandLock, type ErrandOptions } from '../errand.ts'
import { performScript } from '../perform.ts'
import { stepsOf, type Plan } from '../plan.ts'
import { hostOf, type Ports } from '../ports.ts'
import { run } from '../run.ts'
import { hasDocker, lookAtGround } from './look.ts'
import { planBootstrap } from './plan.ts'
import { settingHosts, type Setting } from './setting.ts'

export interface BootstrapOptions extends ErrandOptions {
  readonly dryRun: boolean
  /** Called with what is done before its first command is sent. */
  readonly announce: (plan: Plan) => void
}

/** Installing Docker takes as long as its packages do to come. */
const installMs = 15 * 60_000

const installScript = ({ config }: Setting, token: string): Script => ({
  kind: 'script',
  title: 'install Docker',
  words: [
    { word: 'guard', owner: pathsOf(config).owner, token },
    { word: 'install-docker' },
    { word: 'dir', path: pathsOf(config).proxyConfig },
  ],
  changes: true,
  timeoutMs: installMs,
})

const bareHosts = async (setting: Setting, ports: Ports): Promise<readonly string[]> => {
  const looks = await Promise.all(
    settingHosts(setting).map(async (name) =>
      (await hasDocker(hostOf(ports, name), ports.signal)) ? [] : [name],
    ),
  )
  return looks.flat()
}

const planNow = async (setting: Setting, ports: Ports, fence: string): Promise<Plan> => {
  const grounds = await Promise.all(
    settingHosts(setting).map((name) =>
      lookAtGround(
        hostOf(ports, name),
        setting.config,
        setting.accessories.flatMap(({ accessory, hosts }) =>
          hosts.includes(name) ? [accessory] : [],
        ),
        ports.signal,
      ),
    ),
  )
  return planBootstrap(setting, grounds, { fence, at: ports.clock.now() })
}

/** A user other than root is in Docker's group only from its next login on. */
const install = async (
  setting: Setting,
  bare: readonly string[],
  token: string,
  ports: Ports,
): Promise<void> => {
  for (const host of bare)
    ports.narrate({ kind: 'note', at: ports.clock.now(), text: `installing Docker on ${host}` })
  const script = installScript(setting, token)
  await Promise.all(bare.map((name) => performScript(hostOf(ports, name), script, ports.signal)))
  if (bare.length > 0 && setting.config.ssh.user !== 'root') await ports.revive(bare)
}

const carryOut = async (plan: Plan, ports: Ports): Promise<void> => {
  const result = await run(plan, ports)
  if (result.ok) return
  const [first] = result.failures
  ports.signal.throwIfAborted()
  throw first?.error ?? new SeaworthyError('cancelled', 'The run was cancelled.')
}

const refuseDryRun = (bare: readonly string[]): SeaworthyError =>
  new SeaworthyError(
    'docker-refused',
    `Docker is not installed on ${bare.join(', ')}; a run without dry-run would install it.`,
    { hint: 'What comes after that can only be planned where Docker is.' },
  )

/** `h1: create accessory db`, for people. */
const deedsOf = (plan: Plan): readonly string[] =>
  stepsOf(plan).map(({ host, title }) => `${host}: ${title}`)

/**
 * Brings hosts up: Docker, network, proxy and accessories, as far as they are missing. Where nothing
 * is missing it takes no lock and changes nothing.
 * @returns what was done, a line each
 * @throws SeaworthyError whatever could not be done; what was done until then stays, and is found by
 * the next run.
 */
export const bootstrap = async (
  setting: Setting,
  ports: Ports,
  options: BootstrapOptions,
): Promise<readonly string[]> => {
  const token = ports.random.hex(8)
  const bare = await bareHosts(setting, ports)
  if (options.dryRun && bare.length > 0) throw refuseDryRun(bare)
  if (bare.length === 0) {
    const plan = await planNow(setting, ports, token)
    if (plan.waves.length === 0) return []
    if (options.dryRun) {
      options.announce(plan)
      return []
    }
  }
  const hosts = settingHosts(setting)
  const startedAt = ports.clock.now()
  const errand = { ...setting, hosts, token, startedAt, what: 'bootstrap' }
  return underErrandLock(errand, ports, options, async () => {
    const missing = await bareHosts(setting, ports)
    await install(setting, missing, token, ports)
    const plan = await planNow(setting, ports, token)
    if (plan.waves.length > 0) options.announce(plan)
    await carryOut(plan, ports)
    return [...missing.map((host) => `${host}: install Docker`), ...deedsOf(plan)]
  })
}
