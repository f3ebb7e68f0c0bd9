import type { Config } from '../../config/config.ts'
import type { Journal } from '../../host/journal.ts'
import { bootstrap } from '../../rollout/bootstrap/bootstrap.ts'
import type { Ports } from '../../rollout/ports.ts'
import { printPlan } from '../../rollout/report/print-plan.ts'
import { aimOf, type Context, type MaybeFleet } from './context.ts'
import { show } from './show.ts'

/**
 * After a replacement of proxies that was cut off: a host whose proxy had gone and has no new one yet
 * serves nothing, so it gets one. Where all run it takes no lock; a post phase runs no hook.
 * @returns what was done, a line each
 * @throws SeaworthyError `lock-held`; whatever a host throws.
 */
export const bootProxies = (
  { run, log, secrets }: Context,
  inputs: MaybeFleet,
  config: Config,
  journal: Journal,
  ports: Ports,
): Promise<readonly string[]> => {
  const aimed = aimOf(config, inputs).targets
  const targets = Object.keys(journal.hosts)
    .filter((host) => !inputs.without.includes(host))
    // One that has accessories only has no role.
    .map((host) => aimed.find((target) => target.host === host) ?? { host, roles: [] })
  // The image is there, and no secret was read that a registry would ask for.
  const bare = { ...config, registry: undefined, hooks: { ...config.hooks, files: {} } }
  const setting = { config: bare, run, targets, lockHost: journal.primary, accessories: [] }
  return bootstrap(setting, ports, {
    ...{ dryRun: false, lockWaitMs: 0, without: inputs.without },
    proof: () => Promise.resolve({ state: 'unknown', why: 'a post phase takes over no lock' }),
    remember: () => undefined,
    forget: () => undefined,
    announce: (plan) => printPlan(plan, { redact: secrets.redact }).forEach(show(log)),
  })
}
