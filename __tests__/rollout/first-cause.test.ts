import { expect, test } from '@jest/globals'
import type { Result } from '../../src/rollout/result.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import { sampleConfig, sampleRole } from '../host/sample.ts'
import type { Strike } from '../support/simulated/faults.ts'
import { deployedByKamal, pushImage, simulateHost } from '../support/simulated/host.ts'
import { simulateWorld } from '../support/simulated/world.ts'

const repository = 'ghcr.io/o/app'
const hosts = ['h1', 'h2']
const unhealthy = { v2: { kind: 'unhealthy' } } as const
const { own } = sampleConfig()
const config = sampleConfig({
  roles: [sampleRole({ hosts })],
  primaryHost: 'h1',
  own: { ...own, gate: { ...own.gate, timeoutMs: 2000 } },
})

interface Run {
  readonly exchanges: number
  /** Exchange with which going back begins. */
  readonly backFrom: number
  readonly result: Result
}

/** A deploy of a version that is not healthy on the second host, and a strike while it is undone. */
const undoing = async (strike?: Strike): Promise<Run> => {
  const world = simulateWorld()
  const labels = { service: 'app' }
  pushImage(world, { repository, version: 'v1', labels })
  const { digest } = pushImage(world, { repository, version: 'v2', labels })
  for (const host of hosts) {
    const machine = simulateHost(host, world, { apps: host === 'h2' ? unhealthy : {} })
    const was = { service: 'app', role: 'web', repository, version: 'v1', port: 80 }
    deployedByKamal(machine, was)
  }
  if (strike !== undefined) world.strike(strike)
  const job = world.job()
  let backFrom = 0
  const ports = {
    ...job,
    revive: () => Promise.resolve(job.hosts),
    narrate: (event: { readonly kind: string; readonly text?: string }) => {
      if (event.text?.startsWith('it failed') === true) backFrom = world.exchanges + 1
    },
  }
  const identity = { repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r', actor: 'ann' }
  const rollout: Rollout = {
    config,
    version: 'v2',
    digest,
    source: 'registry',
    architectures: [],
    token: 'token',
    run: { ...identity, runId: '1' },
    startedAt: world.clock.now(),
    targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
    lockHost: 'h1',
  }
  const end = await job.run(async () =>
    deploy(rollout, await survey(config, rollout, ports), ports, {
      dryRun: false,
      lockWaitMs: 0,
      without: [],
      proof: () => Promise.resolve({ state: 'running' }),
      remember: () => undefined,
      announce: () => undefined,
    }),
  )
  if (end.ended !== 'returned') throw new Error(`it ${end.ended}: ${JSON.stringify(end)}`)
  return { exchanges: world.exchanges, backFrom, result: end.value }
}

test.each(['refused', 'reply-lost'] as const)(
  'why a version was bad is told, whatever is struck while it is undone: %s',
  async (kind) => {
    const quiet = await undoing()
    expect(quiet.backFrom).toBeGreaterThan(10)
    const silent: string[] = []
    for (let exchange = quiet.backFrom; exchange <= quiet.exchanges; exchange += 1) {
      const { result } = await undoing({ exchange, kind })
      const [first] = result.failures
      if (first?.step.host !== 'h2' || first.error.code !== 'gate-failed')
        silent.push(`exchange ${String(exchange)}: ${result.outcome}, ${String(result.error)}`)
    }
    expect(silent).toEqual([])
  },
)
