import { runEnded } from '../../github/proof.ts'
import { keepState } from '../../github/state.ts'
import type { Config } from '../../config/config.ts'
import { deploy } from '../../rollout/deploy.ts'
import type { Journal } from '../../host/journal.ts'
import type { Ports } from '../../rollout/ports.ts'
import { printPlan } from '../../rollout/report/print-plan.ts'
import type { Result } from '../../rollout/result.ts'
import type { Survey } from '../../rollout/survey.ts'
import type { Rollout } from '../../rollout/target.ts'
import type { Target as Login } from '../../ssh/target.ts'
import { linkTo, loginsFor, portsOf, requireAll } from './connect.ts'
import { aimOf, configFor, keepInputs, type Aim, type Context } from './context.ts'
import {
  afterDeploy,
  beforeConnecting,
  hooksOfPlan,
  versionAhead,
  type Hooked,
} from './hooks/around.ts'
import { checkHooks } from './hooks/check-hooks.ts'
import type { FleetInputs } from './inputs.ts'
import { startMeasuring } from './measures.ts'
import { narration, show } from './show.ts'
import { tell, tellGround } from './tell.ts'

/** What is to be rolled out, found out with the hosts at hand. */
export type Choice = Pick<Rollout, 'version' | 'digest' | 'source' | 'architectures' | 'enough'>

export interface Choosing {
  readonly context: Context
  readonly config: Config
  readonly aim: Aim
  readonly ports: Ports
}

export interface Found {
  readonly choice: Choice
  readonly surveyed: Survey
  /** What was done to the hosts before, for the report. */
  readonly said?: readonly string[]
}

/** Of hosts with accessories only: all that can be done for them was done. */
export interface NothingToRollOut {
  readonly choice: undefined
  readonly said: readonly string[]
}

export type Chosen = Found | NothingToRollOut

/** Where those that roll out differ: what is looked at, and how the version and its image are found. */
export type Choose = (choosing: Choosing) => Promise<Chosen>

/** What a rollout goes by, once all that can be wrong with it was checked. */
export interface Settings {
  readonly config: Config
  readonly aim: Aim
  readonly logins: readonly Login[]
}

const rolloutOf = ({ context, config, aim, ports }: Choosing, choice: Choice): Rollout => ({
  config,
  ...choice,
  token: ports.random.hex(8),
  run: context.run,
  startedAt: ports.clock.now(),
  targets: aim.targets,
  lockHost: aim.lockHost,
  hookHosts: aim.hookHosts,
})

/** Bytes by which a journal may grow after the lock was taken: the second look has other containers. */
const spareBytes = 20_000

/** Keeps the journal for `post`; one that would not fit is refused before anything is changed. */
const rememberFor =
  ({ touched }: Context) =>
  (journal: Journal): void => {
    keepState('journal', journal, touched.has('hosts') ? 0 : spareBytes)
    touched.add('hosts')
  }

const carryOut = async (
  rollout: Rollout,
  surveyed: Survey,
  inputs: FleetInputs,
  context: Context,
  ports: Ports,
): Promise<Result> => {
  const { run, log, signal } = context
  const access = { apiUrl: run.apiUrl, token: inputs.token, signal }
  return deploy(rollout, surveyed, ports, {
    dryRun: inputs.dryRun,
    lockWaitMs: inputs.lockWaitMs,
    without: inputs.without,
    proof: (owner) => runEnded(owner, run, access),
    remember: rememberFor(context),
    announce: (plan) => printPlan(plan, { redact: context.secrets.redact }).forEach(show(log)),
  })
}

export interface Undertaking {
  /** When the step began, in milliseconds since the epoch. */
  readonly begun: number
  /** As Kamal names it. The report of a deploy says how long it took from the commit, and how often it fails. */
  readonly command: Hooked['command']
}

/**
 * Connects, looks and chooses, rolls out and reports.
 * @returns undefined where there was nothing to roll out, and all else is done and told
 * @throws SeaworthyError whatever kept it from ending well; what it owes is in the state for `post`.
 */
export const rollOut = async (
  context: Context,
  inputs: FleetInputs,
  { config, aim, logins }: Settings,
  choose: Choose,
  { begun, command }: Undertaking,
): Promise<Result | undefined> => {
  const hooked = { context, config, aim, command }
  using measuring =
    command === 'deploy' && !inputs.dryRun ? startMeasuring(context, inputs.token) : undefined
  const fleet = await linkTo(logins, context, config, inputs)
  try {
    requireAll(fleet)
    const { narrate, events } = narration(context.log)
    const ahead = hooksOfPlan(hooked, await versionAhead(hooked, inputs))
    const ports = portsOf(fleet, narrate, context.signal, ahead)
    const choosing = { context, config, aim, ports }
    const chosen = await choose(choosing)
    if (chosen.choice === undefined) {
      keepState('settled', true)
      await tellGround(context, chosen.said, { dryRun: inputs.dryRun, ms: Date.now() - begun })
      return undefined
    }
    const { choice, surveyed, said = [] } = chosen
    const rollout = rolloutOf(choosing, choice)
    const hook = hooksOfPlan(hooked, rollout.version)
    const rolledOut = await carryOut(rollout, surveyed, inputs, context, { ...ports, hook })
    if (!['stuck', 'cancelled'].includes(rolledOut.outcome)) keepState('settled', true)
    const result = await afterDeploy(hooked, rolledOut, Date.now() - begun)
    const ms = Date.now() - begun
    const { version } = rollout
    const measures = await measuring?.sentences(version, result.outcome === 'deployed')
    await tell(context, { result, events, ms, measures: [...said, ...(measures ?? [])] })
    return result
  } finally {
    await fleet.close()
  }
}

/** The main phase of a step that does nothing but roll out: reads, checks, and {@link rollOut}. */
export const runMain = async (
  context: Context,
  inputs: FleetInputs,
  choose: Choose,
  command: Hooked['command'],
): Promise<Result | undefined> => {
  keepInputs(context, inputs)
  const begun = Date.now()
  const config = configFor(context, inputs)
  const aim = aimOf(config, inputs)
  const logins = loginsFor(context, config, inputs, aim.hosts)
  checkHooks(context.run.workspace, config.hooks)
  await beforeConnecting({ context, config, aim, command }, inputs)
  return rollOut(context, inputs, { config, aim, logins }, choose, { begun, command })
}
