import { SeaworthyError } from '../base/error.ts'
import { isoSeconds } from '../base/time.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import { journalOf } from './journal.ts'
import { planFinish } from './plan-finish.ts'
import type { Lane, Plan, Step, Wave } from './plan.ts'
import { prepareSteps } from './steps/prepare.ts'
import { proxiedRoles, stageStep, workerRoles } from './steps/stage.ts'
import { switchingMark, switchStep } from './steps/switch.ts'
import { groups, groupSize, type Rollout, type Target } from './target.ts'

/** The state of a host that a plan names; a plan is made from a look at all of them. */
export const stateOf = (fleet: FleetState, host: string): HostState => {
  const state = fleet[host]
  if (state === undefined) throw new SeaworthyError('host-lost', `${host} was not looked at`)
  return state
}

const lane = (host: string, steps: readonly Step[]): readonly Lane[] =>
  steps.length === 0 ? [] : [{ host, steps }]

const wave = (title: string, lanes: readonly Lane[], restMs = 0): readonly Wave[] =>
  lanes.length === 0 ? [] : [{ title, lanes, ...(restMs === 0 ? {} : { restMs }) }]

const stageLane = (rollout: Rollout, target: Target): readonly Lane[] =>
  lane(
    target.host,
    proxiedRoles(target).map((role) => stageStep(rollout, target.host, role)),
  )

const names = (targets: readonly Target[]): string => targets.map(({ host }) => host).join(', ')

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
  return wave(`Prepare every host, prove ${rollout.targets[0]?.host ?? ''} first`, lanes)
}

const stageWaves = (rollout: Rollout): readonly Wave[] => {
  const rest = rollout.targets.slice(1)
  return groups(rest, groupSize(rollout.config, rollout.targets.length)).flatMap((group) =>
    wave(
      `Stage ${names(group)}`,
      group.flatMap((target) => stageLane(rollout, target)),
    ),
  )
}

/** Workers take jobs as soon as they run: they start when every proxied container is proven. */
const workerWaves = (rollout: Rollout): readonly Wave[] => {
  const working = rollout.targets.filter((target) => workerRoles(target).length > 0)
  return groups(working, groupSize(rollout.config, rollout.targets.length)).flatMap((group) =>
    wave(
      'Stage roles without a proxy',
      group.flatMap((target) =>
        lane(
          target.host,
          workerRoles(target).map((role) => stageStep(rollout, target.host, role)),
        ),
      ),
    ),
  )
}

/** The first host alone, then groups; the journal is marked before the first target moves. */
const switchWaves = (rollout: Rollout, fleet: FleetState): readonly Wave[] => {
  const { config } = rollout
  const served = rollout.targets.filter((target) => proxiedRoles(target).length > 0)
  const [first, ...rest] = served
  if (first === undefined) return []
  const journal = journalOf(rollout, fleet)
  const marksItself = first.host === rollout.lockHost
  const mark: Step = {
    phase: 'switch',
    host: rollout.lockHost,
    title: 'mark the journal',
    commands: [switchingMark(journal)],
  }
  const single = groups(rest, groupSize(config, rollout.targets.length))
  return [
    ...(marksItself ? [] : wave('Mark the journal', lane(rollout.lockHost, [mark]))),
    ...wave(
      `Switch ${first.host}`,
      lane(first.host, [switchStep(rollout, first, marksItself ? journal : undefined)]),
      single.length === 0 ? 0 : config.boot.waitMs,
    ),
    ...single.flatMap((group, index) =>
      wave(
        `Switch ${names(group)}`,
        group.map((target) => ({ host: target.host, steps: [switchStep(rollout, target)] })),
        index === single.length - 1 ? 0 : config.boot.waitMs,
      ),
    ),
  ]
}

/**
 * What a deploy does, from what is there: pure, printed by a dry-run and run as it stands. Every host
 * is staged and proven before the first one switches; old containers stay until the end.
 */
export const planDeploy = (rollout: Rollout, fleet: FleetState): Plan => {
  const journal = journalOf(rollout, fleet)
  const context = { journal, fence: rollout.token, at: isoSeconds(rollout.startedAt) }
  return {
    title: `Deploy ${rollout.version} to ${names(rollout.targets)}`,
    waves: [
      ...prepareWave(rollout, fleet),
      ...stageWaves(rollout),
      ...workerWaves(rollout),
      ...switchWaves(rollout, fleet),
      ...planFinish(context, fleet),
    ],
  }
}
