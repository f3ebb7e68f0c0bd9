import { SeaworthyError } from '../../base/error.ts'
import { underErrandLock, type ErrandOptions } from '../errand.ts'
import { stepsOf, type Plan } from '../plan.ts'
import { hostOf, type Ports } from '../ports.ts'
import { run } from '../run.ts'
import { hasDocker, lookAtGround } from './look.ts'
import { planBootstrap } from './plan.ts'
import { planInstall } from './plan-install.ts'
import { settingHosts, type Setting } from './setting.ts'

export interface BootstrapOptions extends ErrandOptions {
  readonly dryRun: boolean
  /** Called with what is done before its first command is sent. */
  readonly announce: (plan: Plan) => void
}

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

/** Prints a plan and carries it out. @returns `h1: create accessory db`, for people. */
const carryOut = async (
  plan: Plan,
  ports: Ports,
  { announce }: BootstrapOptions,
): Promise<readonly string[]> => {
  if (plan.waves.length === 0) return []
  announce(plan)
  const result = await run(plan, ports)
  if (result.ok) return stepsOf(plan).map(({ host, title }) => `${host}: ${title}`)
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
  const install = planInstall(setting, bare, token)
  if (options.dryRun && bare.length > 0) {
    options.announce(install)
    throw refuseDryRun(bare)
  }
  if (bare.length === 0) {
    const plan = await planNow(setting, ports, token)
    if (plan.waves.length === 0) return []
    if (options.dryRun) {
      options.announce({ ...plan, waves: [...install.waves, ...plan.waves] })
      return []
    }
  }
  const hosts = settingHosts(setting)
  const startedAt = ports.clock.now()
  const errand = { ...setting, hosts, token, startedAt, what: 'bootstrap' }
  return underErrandLock(errand, ports, options, async () => {
    const missing = await bareHosts(setting, ports)
    const installed = await carryOut(planInstall(setting, missing, token), ports, options)
    // A user other than root is in Docker's group only from its next login on.
    if (missing.length > 0 && setting.config.ssh.user !== 'root') await ports.revive(missing)
    const made = await carryOut(await planNow(setting, ports, token), ports, options)
    return [...installed, ...made]
  })
}
