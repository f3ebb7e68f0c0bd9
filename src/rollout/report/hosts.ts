import { serving, versionOf } from '../../fleet/serving.ts'
import type { Role } from '../../config/config.ts'
import type { FleetState } from '../../fleet/state.ts'
import type { RolloutEvent } from '../events.ts'
import type { Step } from '../plan.ts'
import type { Result } from '../result.ts'
import type { Rollout } from '../target.ts'

/** What serves a role on a host. */
export type Served = { readonly version: string } | 'nothing' | 'unknown'

/** What became of one role on one host. */
export interface RoleReport {
  readonly role: string
  readonly before: Served
  readonly after: Served
  /** What its gate saw, or `failed`; undefined when it was not asked. */
  readonly gate: string | undefined
  readonly stageMs: number | undefined
  readonly switchMs: number | undefined
}

export interface HostReport {
  readonly host: string
  readonly roles: readonly RoleReport[]
}

type Ended = Extract<RolloutEvent, { kind: 'step-done' | 'step-failed' }>

const servedOn = (rollout: Rollout, fleet: FleetState, host: string, role: Role): Served => {
  const state = fleet[host]
  if (state === undefined) return 'unknown'
  const container = serving(rollout.config, state, role)
  return container === undefined ? 'nothing' : { version: versionOf(rollout.config, container) }
}

/** What serves by the outcome alone, where nobody looked again. */
const byOutcome = ({ outcome, rollout }: Result, before: Served): Served => {
  switch (outcome) {
    case 'deployed':
    case 'unchanged':
      return { version: rollout.version }
    case 'planned':
    case 'halted':
    case 'undone':
    case 'blocked':
      return before
    case 'stuck':
    case 'cancelled':
      return 'unknown'
  }
}

const lastEnd = (
  events: readonly RolloutEvent[],
  host: string,
  is: (step: Step) => boolean,
): Ended | undefined =>
  events.findLast(
    (event): event is Ended =>
      (event.kind === 'step-done' || event.kind === 'step-failed') &&
      event.step.host === host &&
      is(event.step),
  )

const movesTraffic = ({ commands }: Step): boolean =>
  commands.some(
    (command) => command.kind === 'script' && command.words.some(({ word }) => word === 'switch'),
  )

const roleReport = (
  result: Result,
  events: readonly RolloutEvent[],
  after: FleetState | undefined,
  host: string,
  role: Role,
): RoleReport => {
  const before = servedOn(result.rollout, result.before, host, role)
  const gated = lastEnd(events, host, ({ gate }) => gate?.role === role.name)
  const switched =
    role.proxy === undefined
      ? undefined
      : lastEnd(events, host, (step) => step.phase === 'switch' && movesTraffic(step))
  return {
    role: role.name,
    before,
    after:
      after === undefined ? byOutcome(result, before) : servedOn(result.rollout, after, host, role),
    gate: gated?.kind === 'step-failed' ? 'failed' : gated?.answer,
    stageMs: gated?.ms,
    switchMs: switched?.ms,
  }
}

/** Host by host and role by role what a rollout came to; `after` is a look at the end, if there was one. */
export const hostReports = (
  result: Result,
  events: readonly RolloutEvent[],
  after?: FleetState,
): readonly HostReport[] =>
  result.rollout.targets.map(({ host, roles }) => ({
    host,
    roles: roles.map((role) => roleReport(result, events, after, host, role)),
  }))

/** `v2`, `nothing`, `not known`. */
export const servedText = (served: Served): string => {
  if (served === 'unknown') return 'not known'
  return served === 'nothing' ? served : served.version
}
