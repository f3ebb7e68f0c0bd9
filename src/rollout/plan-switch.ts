import type { FleetState } from '../fleet/state.ts'
import type { Journal } from '../host/journal.ts'
import { journalOf } from './journal.ts'
import { laneOf, waveOf, type Lane, type Wave } from './plan.ts'
import { hookWave } from './steps/hook.ts'
import { proxiedRoles } from './steps/stage.ts'
import { switchingMark, switchStep } from './steps/switch.ts'
import { groups, groupSize, namesOf, type Rollout, type Target } from './target.ts'

const isServed = (target: Target): boolean => proxiedRoles(target).length > 0

/** Written before the first target moves; by the switch itself where that is on the lock's host. */
const markWave = ({ lockHost }: Rollout, journal: Journal): readonly Wave[] => {
  const mark = {
    phase: 'switch',
    host: lockHost,
    title: 'mark the journal',
    commands: [switchingMark(journal)],
  } as const
  return waveOf('Mark the journal', laneOf(lockHost, [mark]))
}

const withRest = (waves: readonly Wave[], restMs: number): readonly Wave[] =>
  restMs === 0
    ? waves
    : waves.map((wave, at) => (at < waves.length - 1 ? wave : { ...wave, restMs }))

interface Switching {
  readonly rollout: Rollout
  readonly journal: Journal
  /** The first host whose traffic moves: it moves alone. */
  readonly first: Target | undefined
}

const switchPart = ({ rollout, journal, first }: Switching, part: readonly Target[]) => {
  const marksItself = first?.host === rollout.lockHost
  const laneFor = (target: Target): Lane => {
    const mark = marksItself && target === first ? journal : undefined
    return { host: target.host, steps: [switchStep(rollout, target, mark)] }
  }
  return waveOf(`Switch ${namesOf(part)}`, part.map(laneFor))
}

const switchGroup = (switching: Switching, group: readonly Target[]): readonly Wave[] => {
  const { rollout, journal, first } = switching
  const served = group.filter(isServed)
  if (first === undefined || served[0] !== first) return switchPart(switching, served)
  const others = switchPart(switching, served.slice(1))
  return [
    ...(first.host === rollout.lockHost ? [] : markWave(rollout, journal)),
    ...withRest(
      switchPart(switching, [first]),
      others.length === 0 ? 0 : rollout.config.boot.waitMs,
    ),
    ...others,
  ]
}

/**
 * Kamal's groups of hosts, one after the other, each between its two hooks; of the first group the
 * first host switches alone. The journal is marked before the first target moves.
 */
export const switchWaves = (rollout: Rollout, fleet: FleetState): readonly Wave[] => {
  const { config, targets } = rollout
  const booted = groups(targets, groupSize(config, targets.length))
  const switching = { rollout, journal: journalOf(rollout, fleet), first: targets.find(isServed) }
  const from = booted.findIndex((group) => group.some(isServed))
  const to = booted.findLastIndex((group) => group.some(isServed))
  // Where a hook fails before anything has moved, no request has met the new version.
  const phase = (hasMoved: boolean) => (from >= 0 && hasMoved ? 'switch' : 'stage')
  return booted.flatMap((group, at) => {
    const hosts = group.map(({ host }) => host)
    const waves = [
      ...hookWave(rollout, 'pre-app-boot', phase(at > from), hosts),
      ...switchGroup(switching, group),
      ...hookWave(rollout, 'post-app-boot', phase(at >= from), hosts),
    ]
    return withRest(waves, at < to ? config.boot.waitMs : 0)
  })
}
