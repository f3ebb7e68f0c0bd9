import type { Command } from '../host/port.ts'
import type { Gate } from './gate.ts'

/** The part of a rollout that a step belongs to, in order. */
export type PlanPhase = 'prepare' | 'stage' | 'switch' | 'finish' | 'recover'

/** One thing done on one host. Plain data: it is printed, run, and compared in tests. */
export interface Step {
  readonly phase: PlanPhase
  readonly host: string
  readonly title: string
  /** Said one after the other; the first that fails ends the step. */
  readonly commands: readonly Command[]
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

export const stepsOf = (plan: Plan): readonly Step[] =>
  plan.waves.flatMap((wave) => wave.lanes.flatMap((lane) => lane.steps))

const stepLimit = (step: Step): number =>
  step.commands.reduce((sum, command) => sum + command.timeoutMs, 0) + (step.gate?.timeoutMs ?? 0)

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
