import { runEnded } from '../../github/proof.ts'
import { bootstrap, type BootstrapOptions } from '../../rollout/bootstrap/bootstrap.ts'
import type { Setting } from '../../rollout/bootstrap/setting.ts'
import { upgradeProxies } from '../../rollout/bootstrap/upgrade-proxy.ts'
import { printPlan } from '../../rollout/report/print-plan.ts'
import type { Aim } from '../shared/context.ts'
import type { Choosing } from '../shared/main.ts'
import { owe, oweNothing } from '../shared/owed.ts'
import { show } from '../shared/show.ts'
import type { DeployInputs } from './read.ts'

const broughtUp = (deeds: readonly string[], { targets }: Aim): readonly string[] => {
  const what = targets.length === 0 ? 'Brought up' : 'Brought up before the deploy'
  return deeds.length === 0 ? [] : [`${what}: ${deeds.join('; ')}.`]
}

/**
 * What the inputs `bootstrap` and `upgrade-proxy` ask for, before anything else is done with the hosts.
 * @returns sentences for the report
 * @throws SeaworthyError whatever kept it from its end.
 */
export const prepareHosts = async (
  inputs: DeployInputs,
  { context, config, aim, ports }: Choosing,
): Promise<readonly string[]> => {
  if (!inputs.bootstrap && !inputs.upgradeProxy) return []
  const { run, log, signal, secrets, touched } = context
  const access = { apiUrl: run.apiUrl, token: inputs.token, signal }
  const options: BootstrapOptions = {
    dryRun: inputs.dryRun,
    lockWaitMs: inputs.lockWaitMs,
    without: inputs.without,
    proof: (owner) => runEnded(owner, run, access),
    remember: owe,
    forget: oweNothing,
    announce: (plan) => printPlan(plan, { redact: secrets.redact }).forEach(show(log)),
  }
  const { targets, lockHost, placed } = aim
  const accessories = inputs.bootstrap ? placed : []
  const setting: Setting = { config, run, targets, lockHost, accessories }
  const say = (sentences: readonly string[]): readonly string[] => {
    if (sentences.length > 0 && !inputs.dryRun) touched.add('ground')
    for (const sentence of sentences) log.info(sentence)
    return sentences
  }
  const deeds = inputs.bootstrap ? await bootstrap(setting, ports, options) : []
  const said = say(broughtUp(deeds, aim))
  const replaced = inputs.upgradeProxy ? await upgradeProxies(setting, ports, options) : []
  return [...said, ...say(replaced)]
}
