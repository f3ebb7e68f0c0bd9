import { expect, test } from '@jest/globals'
import { bootstrap } from '../../src/rollout/bootstrap/bootstrap.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { targetsOf } from '../../src/rollout/target.ts'
import { sampleConfig } from '../host/sample.ts'
import { scenarioOf } from '../strikes/scenarios.ts'
import { build } from '../strikes/world.ts'

/** What a dry-run on two hosts without proxy and accessories prints, by the titles of its waves. */
const dryRun = async (prepare: (built: ReturnType<typeof build>) => void = () => undefined) => {
  const built = build(scenarioOf('bootstrap', 2))
  prepare(built)
  const files = { 'docker-setup': '.kamal/hooks/docker-setup' }
  const config = { ...built.config, hooks: { ...sampleConfig().hooks, files } }
  const nobody = { hosts: [], roles: [], without: [] }
  const setting = {
    config,
    run: {
      ...{ repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r' },
      ...{ actor: 'ann', runId: '7' },
    },
    targets: targetsOf(config, nobody),
    lockHost: config.primaryHost,
    accessories: placedOf(config, nobody),
  }
  const job = built.world.job()
  const ports: Ports = {
    ...job,
    narrate: () => undefined,
    hook: () => Promise.reject(new Error('a dry-run runs no hook')),
    revive: () => Promise.resolve(job.hosts),
  }
  const told: string[] = []
  const end = await job.run(() =>
    bootstrap(setting, ports, {
      ...{ dryRun: true, lockWaitMs: 0, without: [] },
      proof: () => Promise.resolve({ state: 'ended' }),
      remember: () => undefined,
      forget: () => undefined,
      announce: ({ waves }) => told.push(...waves.map(({ title }) => title)),
    }),
  )
  return {
    told,
    end,
    changes: built.world.history.filter((one) => 'changes' in one && one.changes),
  }
}

test('a dry-run lists the hook docker-setup before what it would bring up', async () => {
  const { told, end, changes } = await dryRun(({ machines }) => {
    for (const machine of machines) Object.assign(machine, { bare: false, dockerAway: false })
  })
  expect([end.ended, changes]).toEqual(['returned', []])
  expect(told).toEqual(['Hook docker-setup', 'Bring up what is missing'])
})

test('a dry-run without Docker lists what comes up to where it has to stop', async () => {
  const { told, end, changes } = await dryRun()
  expect(end).toMatchObject({ ended: 'threw', error: { code: 'docker-refused' } })
  expect([told, changes]).toEqual([['Install Docker on h1, h2', 'Hook docker-setup'], []])
})
