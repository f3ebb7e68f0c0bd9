import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { bootProxies } from '../../../src/actions/shared/boot-proxies.ts'
import { createContext } from '../../../src/actions/shared/context.ts'
import type { Ports } from '../../../src/rollout/ports.ts'
import { sampleConfig, sampleJournal } from '../../host/sample.ts'
import { scenarioOf } from '../../strikes/scenarios.ts'
import { build } from '../../strikes/world.ts'
import { pushImage } from '../../support/simulated/host.ts'

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  jest.restoreAllMocks()
})

test('a post phase boots a proxy that is gone, and runs no hook for it', async () => {
  const built = build(scenarioOf('update', 1))
  const [machine] = built.machines
  if (machine === undefined) throw new Error('no host')
  pushImage(built.world, { repository: 'basecamp/kamal-proxy', version: 'v0.9.2', labels: {} })
  const at = machine.containers.findIndex(({ name }) => name === 'kamal-proxy')
  machine.containers.splice(at, 1)
  const job = built.world.job()
  const ports: Ports = {
    ...job,
    narrate: () => undefined,
    hook: () => Promise.reject(new Error('a post phase runs no hook')),
    revive: () => Promise.resolve(job.hosts),
  }
  const files = { 'docker-setup': '.kamal/hooks/docker-setup' }
  const config = { ...built.config, hooks: { ...sampleConfig().hooks, files } }
  const env = {
    ...{ GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '1', GITHUB_JOB: 'deploy' },
    GITHUB_WORKSPACE: '/',
  }
  const inputs = {
    ...{ configFile: '', destination: undefined, hosts: [], roles: [], without: [] },
    ...{ key: undefined, passphrase: undefined, knownHosts: undefined },
  }
  const hosts = { [config.primaryHost]: [] }
  const journal = sampleJournal('t', { primary: config.primaryHost, hosts })
  const context = createContext(env, job.signal)
  const end = await job.run(() => bootProxies(context, inputs, config, journal, ports))
  expect(end).toMatchObject({ ended: 'returned' })
  const proxy = machine.containers.find(({ name }) => name === 'kamal-proxy')
  expect(proxy?.state).toBe('running')
})
