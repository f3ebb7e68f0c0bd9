import type { Accessory } from '../../src/config/accessory.ts'
import type { Config, Role } from '../../src/config/config.ts'
import { sampleAccessory, sampleConfig, sampleProxy, sampleRole } from '../host/sample.ts'
import { hooksOf } from './hooks.ts'
import { hostNames, type Scenario } from './scenarios.ts'
import { assetsPath } from './web-files.ts'

/** Must never be seen but in an environment file. */
export const canaries = ['canary-token', 'canary-password', 'canary-key'] as const

const env = { clear: {}, secret: { TOKEN: canaries[0] } }

const rolesOf = (scenario: Scenario): readonly Role[] => {
  const hosts = hostNames(scenario)
  const web = sampleRole({
    hosts,
    env,
    assets: scenario.web ? { path: assetsPath, options: undefined } : undefined,
    proxy: sampleProxy({
      hosts: [`${scenario.destination ?? 'app'}.test`],
      ssl: scenario.web === true,
      certificate: scenario.web ? { chain: 'new chain', key: canaries[2] } : undefined,
    }),
  })
  const worker = sampleRole({ name: 'worker', hosts: hosts.slice(-1), env, proxy: undefined })
  if (scenario.roles === 'worker') return [{ ...worker, hosts }]
  if (scenario.roles === 'web and worker') return [web, worker]
  return scenario.roles === 'web and scheduler' ? [web, { ...worker, overlap: false }] : [web]
}

/** Served, with a certificate of its own. */
const accessoryOf = (scenario: Scenario): Accessory => {
  const hosts = hostNames(scenario)
  const proxy = sampleProxy({
    ...{ ssl: true, hosts: ['db.test'], certificate: { chain: '', key: '' } },
  })
  return sampleAccessory(
    { hosts, proxy },
    { env, certificate: { chain: 'new chain', key: canaries[2] } },
  )
}

/** What the scenario's deploy.yml says. */
export const configOf = (scenario: Scenario): Config => {
  const base = sampleConfig()
  return sampleConfig({
    roles: rolesOf(scenario),
    accessories: scenario.bare === true ? [accessoryOf(scenario)] : [],
    destination: scenario.destination,
    registry: { server: 'ghcr.io', username: 'u', password: canaries[1] },
    primaryHost: 'h1',
    deployTimeoutMs: 5000,
    drainTimeoutMs: 5000,
    readinessDelayMs: 1000,
    errorPages: scenario.web ? [{ name: '502.html', text: 'new page' }] : undefined,
    hooks: hooksOf(scenario),
    boot: { ...base.boot, limit: scenario.limit },
    own: { ...base.own, gate: { ...base.own.gate, timeoutMs: 2000, intervalMs: 200 } },
  })
}
