import type { HookName } from '../../config/hooks.ts'
import { laneOf, runner, waveOf, type PlanPhase, type Wave } from '../plan.ts'
import type { Rollout } from '../target.ts'

/**
 * The wave of a hook, where the checkout has it; told of `hosts`, or of all that the rollout is about.
 * `phase` is the one that a failure of it belongs to.
 */
export const hookWave = (
  { config, hookHosts }: Rollout,
  name: HookName,
  phase: PlanPhase,
  hosts: readonly string[] = hookHosts,
): readonly Wave[] => {
  const { files, timeoutMs } = config.hooks
  const file = files[name]
  if (file === undefined) return []
  const hook = { name, file, hosts, timeoutMs }
  const step = { phase, host: runner, title: `run ${file}`, commands: [], hook }
  return waveOf(`Hook ${name}`, laneOf(runner, [step]))
}
