import type { Config } from '../../config/config.ts'
import type { RolloutEvent } from '../../rollout/events.ts'
import type { Ports } from '../../rollout/ports.ts'
import type { Target } from '../../ssh/target.ts'
import type { Context } from './context.ts'
import { linkFleet, type FleetLink } from './fleet-link.ts'
import { inOne } from './in-one.ts'
import type { AimInputs } from './inputs.ts'
import { targetsFor } from './login.ts'
import { cryptoRandom, wallClock } from './world.ts'

/**
 * How to log in to `hosts`.
 * @throws SeaworthyError `key-unusable`, or `input-invalid` for host keys that can't be read.
 */
export const loginsFor = (
  context: Context,
  config: Config,
  inputs: AimInputs,
  hosts: readonly string[],
): readonly Target[] => {
  const { run, env, log } = context
  const warn = (message: string) => log.warning(message)
  const sources = { workspace: run.workspace, agent: env['SSH_AUTH_SOCK'], warn }
  return targetsFor(hosts, config, inputs, sources)
}

/** Connects, with what it needs to connect to other hosts as well. */
export const linkTo = (
  logins: readonly Target[],
  context: Context,
  config: Config,
  inputs: AimInputs,
): Promise<FleetLink> =>
  linkFleet(logins, context.signal, (names) => loginsFor(context, config, inputs, names))

export const link = (
  context: Context,
  config: Config,
  inputs: AimInputs,
  hosts: readonly string[],
): Promise<FleetLink> => linkTo(loginsFor(context, config, inputs, hosts), context, config, inputs)

/**
 * @throws SeaworthyError the only failure as it is, or one that lists them all: a rollout that can't
 * reach a host is refused before it changes anything.
 */
export const requireAll = ({ failures }: FleetLink): void => {
  const [first, ...others] = failures
  if (first === undefined) return
  const names = failures.map(({ host }) => host)
  const leaveOut = `To leave out a host that is gone: \`without-hosts: ${names.join(',')}\`.`
  const unreachable = failures.every(({ error }) => error.code === 'host-unreachable')
  throw inOne([first.error, ...others.map(({ error }) => error)], unreachable ? [leaveOut] : [])
}

/** A recovery has none in its plans. */
const noHook = (): Promise<void> => Promise.reject(new Error('no hook is run here'))

export const portsOf = (
  fleet: FleetLink,
  narrate: (event: RolloutEvent) => void,
  signal: AbortSignal,
  hook: Ports['hook'] = noHook,
): Ports => ({
  clock: wallClock,
  random: cryptoRandom,
  hosts: fleet.hosts,
  revive: fleet.revive,
  narrate,
  hook,
  signal,
})
