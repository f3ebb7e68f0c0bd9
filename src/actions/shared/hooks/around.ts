import { SeaworthyError } from '../../../base/error.ts'
import type { Config } from '../../../config/config.ts'
import type { HookName } from '../../../config/hooks.ts'
import { versionOf } from '../../../github/version.ts'
import type { Ports } from '../../../rollout/ports.ts'
import type { Result } from '../../../rollout/result.ts'
import type { Aim, Context } from '../context.ts'
import type { FleetInputs } from '../inputs.ts'
import type { HookSubject } from './hook-env.ts'
import { runHook, runHookAlone } from './run-hook.ts'

/** A rollout that has hooks around it. */
export interface Hooked {
  readonly context: Context
  readonly config: Config
  readonly aim: Aim
  readonly command: 'deploy' | 'rollback'
}

const subjectOf = ({ config, aim, command }: Hooked, version: string | undefined): HookSubject => ({
  service: config.service,
  destination: config.destination,
  settings: config.hooks,
  command,
  roles: aim.hookRoles,
  hosts: aim.hookHosts,
  version,
})

/** What is deployed, as far as it is known before a host was asked; a rollback may name no version. */
export const versionAhead = async (
  { context, command }: Hooked,
  { version: input }: Pick<FleetInputs, 'version'>,
): Promise<string | undefined> => {
  const { env, run } = context
  if (command === 'rollback') return input
  return versionOf({ input, variable: env['VERSION'], workspace: run.workspace })
}

const outsidePlans: readonly HookName[] = ['pre-connect', 'pre-build', 'post-deploy']

export const tellSkipped = ({ log }: Pick<Context, 'log'>): void => {
  log.info('skip-hooks: no hook of the checkout is run')
}

/** The hook `pre-connect`; a dry-run says which hooks a deploy has besides those of its plan. */
export const beforeConnecting = async (hooked: Hooked, inputs: FleetInputs): Promise<void> => {
  const { context, config } = hooked
  if (inputs.skipHooks) tellSkipped(context)
  const present = outsidePlans.filter((name) => config.hooks.files[name] !== undefined)
  if (present.length === 0) return
  if (inputs.dryRun) {
    const names = present.map((name) => config.hooks.files[name]).join(', ')
    context.log.info(`a dry-run runs no hook; besides those of the plan there are ${names}`)
    return
  }
  const subject = subjectOf(hooked, await versionAhead(hooked, inputs))
  await runHookAlone(context, subject, { name: 'pre-connect', lock: false })
}

/** Runs the hooks of a plan: the deploy lock is held then. */
export const hooksOfPlan =
  (hooked: Hooked, version: string | undefined): Ports['hook'] =>
  ({ name, hosts }, signal) =>
    runHook(hooked.context, subjectOf(hooked, version), { name, hosts, lock: true }, signal)

/**
 * The hook `post-deploy`, when everything is done and the lock is free. The version serves whatever it
 * says; the step fails with it, as Kamal does.
 */
export const afterDeploy = async (
  hooked: Hooked,
  result: Result,
  runtimeMs: number,
): Promise<Result> => {
  if (result.outcome !== 'deployed') return result
  try {
    const call = { name: 'post-deploy', lock: false, runtimeMs } as const
    await runHookAlone(hooked.context, subjectOf(hooked, result.rollout.version), call)
    return result
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error
    return { ...result, error }
  }
}
