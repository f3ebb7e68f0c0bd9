import { SeaworthyError } from '../../src/base/error.ts'
import type { Config } from '../../src/config/config.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { sampleConfig } from '../host/sample.ts'
import type { Job } from '../support/simulated/world.ts'
import { hostNames, type Scenario } from './scenarios.ts'

/** The hook that a scenario's checkout has. */
export const hooksOf = (scenario: Scenario): Config['hooks'] => {
  const base = sampleConfig().hooks
  const files =
    scenario.hook === undefined ? {} : { [scenario.hook]: `.kamal/hooks/${scenario.hook}` }
  return { ...base, files, hosts: hostNames(scenario) }
}

/** A hook says no to the scenario's version, once the groups before the last have gone through it. */
export const failingIn =
  ({ hosts, version = 'v2' }: Scenario) =>
  (job: Job, deployed: string): Ports['hook'] =>
  async (hook, signal) => {
    await job.clock.sleep(100, signal)
    if (deployed === version && hook.hosts.includes(`h${String(hosts)}`))
      throw new SeaworthyError('hook-failed', `the hook ${hook.name} failed with exit code 1`)
  }
