import type { HookName } from '../config/hooks.ts'
import type { Command } from '../host/port.ts'
import type { Gate } from './gate.ts'

/** The part of a rollout that a step belongs to, in order. */
export type PlanPhase = 'prepare' | 'stage' | 'switch' | 'finish' | 'recover'

/** A program of the checkout that is run at the runner; with the names of the hosts that it is about. */
export interface Hook {
  readonly name: HookName
  /** From the checkout's root. */
  readonly file: string
  readonly hosts: readonly string[]
  readonly timeoutMs: number
}

/** Stands where a step names its host, for a hook: no host can be called so. */
export const runner = 'this runner'

/** One thing done on one host, or a hook. Plain data: it is printed, run, and compared in tests. */
export interface Step {
  readonly phase: PlanPhase
  readonly host: string
  readonly title: string
  /** Said one after the other; the first that fails ends the step. */
  readonly commands: readonly Command[]
  /** Run instead of commands. */
  readonly hook?: Hook
  /** What must hold after the commands before the step is done. */
  readonly gate?: Gate
  /** A failure is a warning: the new version serves already. */
  readonly optional?: boolean
}

/** Steps of one host, one after the other. */
export interface Lane {
  readonly host: string
  readonly steps: readonly Step[]
}

/** Lanes that run at once. The next wave starts when every lane has ended well. */
export interface Wave {
  readonly title: string
  readonly lanes: readonly Lane[]
  /** Rest after the wave. */
  readonly restMs?: number
}

export interface Plan {
  readonly title: string
  readonly waves: readonly Wave[]
}

/** No lane where there is nothing to do. */
export const laneOf = (host: string, steps: readonly Step[]): readonly Lane[] =>
  steps.length === 0 ? [] : [{ host, steps }]

/** No wave without lanes. */
export const waveOf = (title: string, lanes: readonly Lane[], restMs = 0): readonly Wave[] =>
  lanes.length === 0 ? [] : [{ title, lanes, ...(restMs === 0 ? {} : { restMs }) }]

export const stepsOf = (plan: Plan): readonly Step[] =>
  plan.waves.flatMap((wave) => wave.lanes.flatMap((lane) => lane.steps))

const stepLimit = (step: Step): number =>
  step.commands.reduce((sum, command) => sum + command.timeoutMs, 0) +
  (step.gate?.timeoutMs ?? 0) +
  (step.hook?.timeoutMs ?? 0)

/** The longest a plan can take when every wait in it runs to its limit, in milliseconds. */
export const limitOf = (plan: Plan): number =>
  plan.waves.reduce(
    (sum, wave) =>
      sum +
      (wave.restMs ?? 0) +
      Math.max(
        0,
        ...wave.lanes.map((lane) => lane.steps.reduce((all, step) => all + stepLimit(step), 0)),
      ),
    0,
  )
