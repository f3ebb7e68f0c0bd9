import type { RolloutEvent } from '../events.ts'
import type { Result } from '../result.ts'
import type { ReportOptions } from './closing.ts'
import { hostReports, type HostReport, type Served } from './hosts.ts'
import { planJson } from './plan-json.ts'

/** Outputs of `deploy` and `rollback`; all are text, empty where there is nothing to say. */
export interface Outputs {
  readonly version: string
  /** What the primary role's first host served before. */
  readonly 'previous-version': string
  /** `repository@sha256:...`. */
  readonly image: string
  /** `sha256:...`, for a second deploy of the very same image. */
  readonly digest: string
  readonly outcome: string
  /** JSON: `[{host, roles: [{role, before, after, gate}]}]`; null is nothing, or not known. */
  readonly hosts: string
  /** JSON of the plan; see planJson. */
  readonly plan: string
  readonly seconds: string
}

const orNull = (served: Served): string | null =>
  typeof served === 'string' ? null : served.version

const hostsJson = (reports: readonly HostReport[]): string =>
  JSON.stringify(
    reports.map(({ host, roles }) => ({
      host,
      roles: roles.map(({ role, before, after, gate }) => ({
        role,
        before: orNull(before),
        after: orNull(after),
        gate: gate ?? null,
      })),
    })),
  )

/** The primary role on the lock's host where that is a target, else on the first that has the role. */
const previousVersion = ({ rollout }: Result, reports: readonly HostReport[]): string => {
  const primary = rollout.config.roles[0]?.name
  const first =
    reports.find(({ host }) => host === rollout.lockHost) ??
    reports.find(({ roles }) => roles.some(({ role }) => role === primary))
  const before = (first?.roles.find(({ role }) => role === primary) ?? first?.roles[0])?.before
  return before === undefined ? '' : (orNull(before) ?? '')
}

/** What a rollout tells the steps that follow it. */
export const outputsOf = (
  result: Result,
  events: readonly RolloutEvent[],
  { seconds, after, redact }: ReportOptions,
): Outputs => {
  const { rollout, plan } = result
  const reports = hostReports(result, events, after)
  return {
    version: rollout.version,
    'previous-version': previousVersion(result, reports),
    image: `${rollout.config.repository}@${rollout.digest}`,
    digest: rollout.digest,
    outcome: result.outcome,
    hosts: hostsJson(reports),
    plan: plan === undefined ? '' : planJson(plan, redact === undefined ? {} : { redact }),
    seconds: seconds.toFixed(1),
  }
}
