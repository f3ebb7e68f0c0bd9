import { SeaworthyError } from '../../../src/base/error.ts'
import type { Config, Role } from '../../../src/config/config.ts'
import type { FleetState, HostState } from '../../../src/fleet/state.ts'
import type { Cause } from '../../../src/rollout/diagnosis/evidence.ts'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import { GateFailure } from '../../../src/rollout/pass-gate.ts'
import { planDeploy } from '../../../src/rollout/plan-deploy.ts'
import type { Plan, Step, Wave } from '../../../src/rollout/plan.ts'
import type { Outcome, Result } from '../../../src/rollout/result.ts'
import type { Failure } from '../../../src/rollout/run.ts'
import { targetsOf, type Rollout } from '../../../src/rollout/target.ts'
import { sampleConfig, sampleRole } from '../../host/sample.ts'

/** 18 June 2026, 08:00 UTC. */
export const begun = 1_781_769_600_000
export const digest = `sha256:${'d'.repeat(64)}`

/** Service `shop` with a web role and, where `workers` has hosts, a job role without a proxy. */
export const shop = (
  hosts: readonly string[],
  workers: readonly string[] = [],
  changes: Partial<Config> = {},
  web: Partial<Role> = {},
): Config =>
  sampleConfig({
    service: 'shop',
    repository: 'ghcr.io/acme/shop',
    registry: { server: 'ghcr.io', username: 'robot', password: 'canary-password' },
    primaryHost: hosts[0] ?? '',
    roles: [
      sampleRole({
        hosts,
        env: { clear: {}, secret: { DATABASE_URL: 'postgres://canary', KEY: 'canary-key' } },
        ...web,
      }),
      ...(workers.length === 0
        ? []
        : [sampleRole({ name: 'job', hosts: workers, proxy: undefined, cmd: 'bin/jobs' })]),
    ],
    ...changes,
  })

const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0')

/** A host that serves `version` with its proxy, or nothing. */
export const hostState = (config: Config, host: string, version: string | undefined): HostState => {
  const roles =
    version === undefined ? [] : config.roles.filter((role) => role.hosts.includes(host))
  const nameOf = ({ name }: Role): string => `shop-${name}-${version ?? ''}`
  return {
    host,
    docker: { version: '26.1.3', arch: 'amd64' },
    containers: roles.map((role) => ({
      id: idOf(nameOf(role)),
      name: nameOf(role),
      state: 'running',
      status: 'Up 3 days',
      imageId: `sha256:${'1'.repeat(64)}`,
      labels: { service: 'shop', role: role.name },
      created: 1_780_000_000,
    })),
    images: [],
    proxy: {
      state: 'running',
      version: 'v0.9.2',
      services: roles
        .filter(({ proxy }) => proxy !== undefined)
        .map((role) => ({
          name: `shop-${role.name}`,
          targets: [`${idOf(nameOf(role)).slice(0, 12)}:80`],
          flags: [],
        })),
    },
    files: undefined,
  }
}

export const fleetOf = (
  config: Config,
  versions: Readonly<Record<string, string | undefined>>,
): FleetState =>
  Object.fromEntries(
    Object.entries(versions).map(([host, version]) => [host, hostState(config, host, version)]),
  )

export const rolloutOf = (config: Config, changes: Partial<Rollout> = {}): Rollout => ({
  config,
  version: 'v3',
  digest,
  source: 'registry',
  architectures: [],
  token: '0123456789abcdef',
  run: {
    repository: 'acme/shop',
    runId: '17',
    attempt: '1',
    job: 'deploy',
    runner: 'GitHub Actions 4',
    actor: 'octo cat',
  },
  startedAt: begun,
  targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
  lockHost: config.primaryHost,
  hookHosts: config.hooks.hosts,
  ...changes,
})

export const planFor = (config: Config, fleet: FleetState): Plan =>
  planDeploy(rolloutOf(config), fleet)

/** A gate that said no, as diagnosed. */
export const gateFailure = (
  host: string,
  what = 'listens on 127.0.0.1 only',
  evidence: readonly string[] = ['container running', 'listens on 127.0.0.1:3000'],
  cause: Cause = 'loopback-only',
): SeaworthyError =>
  new GateFailure({
    cause,
    host,
    role: 'web',
    headline: `web on ${host} ${what}`,
    remedy: 'let it listen on 0.0.0.0',
    evidence,
  })

const answerOf = ({ gate }: Step): string | undefined => {
  if (gate === undefined) return undefined
  return gate.kind === 'http' ? '200 2 times in a row after 340 ms' : 'up for 7 s'
}

export interface Course {
  /** The error of a step that fails; undefined: it goes well. */
  readonly fails?: (step: Step) => SeaworthyError | undefined
  readonly warns?: (step: Step) => readonly string[]
  /** How long a step takes, in milliseconds. */
  readonly lasts?: (step: Step) => number
}

const course = (
  step: Step,
  at: number,
  { fails, warns, lasts }: Course,
): readonly RolloutEvent[] => {
  const ms = lasts?.(step) ?? 500
  const error = fails?.(step)
  const ended = { at: at + ms, step, ms }
  return [
    { kind: 'step', at, step },
    error === undefined
      ? { kind: 'step-done', ...ended, answer: answerOf(step), warnings: warns?.(step) ?? [] }
      : { kind: 'step-failed', ...ended, error },
  ]
}

const waveEvents = (wave: Wave, at: number, how: Course): readonly RolloutEvent[] => {
  const events = wave.lanes.flatMap(({ steps }) => {
    let now = at
    let failed = false
    return steps.flatMap((step) => {
      const both = failed ? [] : course(step, now, how)
      now = both.at(-1)?.at ?? now
      failed ||= both.at(-1)?.kind === 'step-failed'
      return both
    })
  })
  const sorted = events.toSorted((a, b) => a.at - b.at)
  const end = sorted.at(-1)?.at ?? at
  return [{ kind: 'wave', at, wave }, ...sorted, { kind: 'wave-ended', at: end, wave }]
}

/** What happens when a plan is run: every wave in turn, up to the one in which a step fails. */
export const eventsOf = (plan: Plan, how: Course = {}): readonly RolloutEvent[] => {
  const events: RolloutEvent[] = []
  for (const wave of plan.waves) {
    events.push(...waveEvents(wave, events.at(-1)?.at ?? begun, how))
    if (events.some(({ kind }) => kind === 'step-failed')) break
  }
  return events
}

export const failuresIn = (events: readonly RolloutEvent[]): readonly Failure[] =>
  events.flatMap((event) =>
    event.kind === 'step-failed' ? [{ step: event.step, error: event.error }] : [],
  )

/** Three hosts that serve v2 and are to get v3. */
export const three = (() => {
  const config = shop(['h1', 'h2', 'h3'], ['h3'])
  const before = fleetOf(config, { h1: 'v2', h2: 'v2', h3: 'v2' })
  return { config, before, rollout: rolloutOf(config), plan: planFor(config, before) }
})()

export const resultOf = (outcome: Outcome, changes: Partial<Result> = {}): Result => ({
  outcome,
  rollout: three.rollout,
  before: three.before,
  plan: three.plan,
  failures: [],
  error: undefined,
  warnings: [],
  ...changes,
})

/** h2 and h3 fail their gate in stage. */
export const halted = (() => {
  const fails = (step: Step): SeaworthyError | undefined =>
    step.phase === 'stage' && step.host !== 'h1' ? gateFailure(step.host) : undefined
  const events = eventsOf(three.plan, { fails })
  return { events, result: resultOf('halted', { failures: failuresIn(events) }) }
})()

export const heldLock = new SeaworthyError(
  'lock-held',
  'the deploy lock on h1 is held by alice since 2026-06-18T07:58:00Z, version v9: Hotfix',
  {
    evidence: ['it was taken by hand, so it is not waited for'],
    hint: 'wait until it is released',
  },
)

export const lostHost = new SeaworthyError(
  'recovery-stuck',
  'h2 could not be reached, so it is not known what serves there',
  {
    evidence: ['h2: connect ETIMEDOUT'],
    hint: 'bring h2 back and run the deploy again, or leave it out with "without-hosts: h2"',
  },
)
