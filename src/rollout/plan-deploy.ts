import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import { journalOf } from './journal.ts'
import { planFinish } from './plan-finish.ts'
import { laneOf, waveOf, type Lane, type Plan, type Wave } from './plan.ts'
import { hookWave } from './steps/hook.ts'
import { prepareSteps } from './steps/prepare.ts'
import { proxiedRoles, stageStep, workerRoles } from './steps/stage.ts'
import { switchWaves } from './plan-switch.ts'
import { groups, groupSize, namesOf, type Rollout, type Target } from './target.ts'

/** The state of a host that a plan names; a plan is made from a look at all of them. */
export const stateOf = (fleet: FleetState, host: string): HostState => {
  const state = fleet[host]
  if (state === undefined) throw new SeaworthyError('host-lost', `${host} was not looked at`)
  return state
}

const stageLane = (rollout: Rollout, target: Target): readonly Lane[] =>
  laneOf(
    target.host,
    proxiedRoles(target).map((role) => stageStep(rollout, target.host, role)),
  )

/** Every host is prepared at once; the first goes on and is proven while the others still pull. */
const prepareWave = (rollout: Rollout, fleet: FleetState): readonly Wave[] => {
  const lanes = rollout.targets.map((target, index) => ({
    host: target.host,
    steps: [
      ...prepareSteps(rollout, target, stateOf(fleet, target.host)),
      ...(index === 0
        ? proxiedRoles(target).map((role) => stageStep(rollout, target.host, role))
        : []),
    ],
  }))
  return waveOf(`Prepare every host, prove ${rollout.targets[0]?.host ?? ''} first`, lanes)
}

const stageWaves = (rollout: Rollout): readonly Wave[] => {
  const rest = rollout.targets.slice(1)
  return groups(rest, groupSize(rollout.config, rollout.targets.length)).flatMap((group) =>
    waveOf(
      `Stage ${namesOf(group)}`,
      group.flatMap((target) => stageLane(rollout, target)),
    ),
  )
}

/** Workers take jobs as soon as they run: they start when every proxied container is proven. */
const workerWaves = (rollout: Rollout): readonly Wave[] => {
  const working = rollout.targets.filter((target) => workerRoles(target).length > 0)
  return groups(working, groupSize(rollout.config, rollout.targets.length)).flatMap((group) =>
    waveOf(
      'Stage roles without a proxy',
      group.flatMap((target) =>
        laneOf(
          target.host,
          workerRoles(target).map((role) => stageStep(rollout, target.host, role)),
        ),
      ),
    ),
  )
}

/**
 * What a deploy does, from what is there: pure, printed by a dry-run and run as it stands. Every host
 * is staged and proven before the first one switches; old containers stay until the end.
 */
export const planDeploy = (rollout: Rollout, fleet: FleetState): Plan => {
  const journal = journalOf(rollout, fleet)
  const context = { journal, fence: rollout.token, at: isoSeconds(rollout.startedAt) }
  return {
    title: `Deploy ${rollout.version} to ${namesOf(rollout.targets)}`,
    waves: [
      ...hookWave(rollout, 'pre-deploy', 'prepare'),
      ...prepareWave(rollout, fleet),
      ...stageWaves(rollout),
      ...workerWaves(rollout),
      ...switchWaves(rollout, fleet),
      ...planFinish(context, fleet),
    ],
  }
}
