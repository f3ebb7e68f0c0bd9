import type { HookName } from '../../config/hooks.ts'
import type { Config } from '../../config/config.ts'
import { laneOf, runner, waveOf, type Hook, type PlanPhase, type Wave } from '../plan.ts'
import type { Rollout } from '../target.ts'

/** A hook that is told of these hosts; undefined where the checkout has none. */
export const hookOf = (
  { hooks: { files, timeoutMs } }: Pick<Config, 'hooks'>,
  name: HookName,
  hosts: readonly string[],
): Hook | undefined => {
  const file = files[name]
  return file === undefined ? undefined : { name, file, hosts, timeoutMs }
}

/**
 * The wave of a hook, where the checkout has it; told of `hosts`, or of all that the rollout is about.
 * `phase` is the one that a failure of it belongs to.
 */
export const hookWave = (
  { config, hookHosts }: Pick<Rollout, 'config' | 'hookHosts'>,
  name: HookName,
  phase: PlanPhase,
  hosts: readonly string[] = hookHosts,
): readonly Wave[] => {
  const hook = hookOf(config, name, hosts)
  if (hook === undefined) return []
  const step = { phase, host: runner, title: `run ${hook.file}`, commands: [], hook }
  return waveOf(`Hook ${name}`, laneOf(runner, [step]))
}
