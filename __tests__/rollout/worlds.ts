import { SeaworthyError } from '../../src/base/error.ts'
import type { Journal } from '../../src/host/journal.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { isSuccess, type Result } from '../../src/rollout/result.ts'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import { undo, type Undone } from '../../src/rollout/undo.ts'
import { sampleConfig, sampleRole } from '../host/sample.ts'
import type { Strike } from '../support/simulated/faults.ts'
import { answering, deployedByKamal, pushImage, simulateHost } from '../support/simulated/host.ts'
import { simulateWorld, type App, type Job } from '../support/simulated/world.ts'

const stageGate = sampleConfig().own.gate

export const repository = 'ghcr.io/o/app'
const labels = { service: 'app' }

export interface Scenario {
  readonly name: string
  readonly hosts: readonly string[]
  /** How the new version behaves on a host; healthy unless it is said here. */
  readonly apps?: Readonly<Record<string, App>>
  /** `v2` is deployed by default; `v1`, which serves already, stands for a redeploy. */
  readonly version?: string
  /** What serves before: `v1` unless it is said; null when nothing was ever deployed. */
  readonly serves?: string | null
}

/** How one job ended, main and post together. */
export interface JobEnd {
  readonly killed: boolean
  /** 0, 1, or undefined when the runner was killed. */
  readonly exitCode: 0 | 1 | undefined
  readonly outcome: string
  readonly post: Undone['result'] | 'none' | 'failed'
}

const outcomeOf = (thrown: unknown): string =>
  thrown instanceof SeaworthyError ? `threw ${thrown.code}` : `threw ${String(thrown)}`

/** A fleet that Kamal has deployed v1 to, and what a job of ours does to it. */
export const buildWorld = (scenario: Scenario, seed = 'seed') => {
  const { hosts, version = 'v2', apps = {}, serves = 'v1' } = scenario
  const world = simulateWorld(seed)
  if (serves !== null) pushImage(world, { repository, version: serves, labels })
  const { digest } = pushImage(world, { repository, version, labels })
  const machines = hosts.map((host) =>
    simulateHost(host, world, { apps: apps[host] === undefined ? {} : { [version]: apps[host] } }),
  )
  if (serves !== null)
    for (const machine of machines)
      deployedByKamal(machine, {
        service: 'app',
        role: 'web',
        repository,
        version: serves,
        port: 80,
      })
  const [primary = ''] = hosts
  const config = sampleConfig({
    roles: [sampleRole({ hosts, env: { clear: {}, secret: { TOKEN: 'canary' } } })],
    primaryHost: primary,
    deployTimeoutMs: 5000,
    drainTimeoutMs: 5000,
    own: { knownHosts: [], gate: { ...stageGate, timeoutMs: 2000, intervalMs: 200 } },
  })
  let count = 0
  const rollout = (): Rollout => {
    count += 1
    const run = { repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r', actor: 'ann' }
    return {
      config,
      version,
      digest,
      source: 'registry',
      architectures: [],
      token: `token${String(count)}`,
      run: { ...run, runId: String(count) },
      startedAt: world.clock.now(),
      targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
      lockHost: primary,
    }
  }
  const portsOf = (job: Job): Ports => ({
    ...job,
    revive: () => Promise.resolve(job.hosts),
    narrate: () => undefined,
  })

  const main = (remember: (journal: Journal) => void) => {
    const job = world.job()
    const ports = portsOf(job)
    return job.run(async (): Promise<Result> => {
      const plan = rollout()
      return deploy(plan, await survey(config, plan, ports), ports, {
        dryRun: false,
        lockWaitMs: 0,
        without: [],
        proof: () => Promise.resolve({ state: 'ended' }),
        remember,
        announce: () => undefined,
      })
    })
  }

  const post = async (journal: Journal): Promise<JobEnd['post'] | 'killed'> => {
    const job = world.job()
    const end = await job.run(() => undo(journal, portsOf(job), { drainLimitMs: 30_000 }))
    if (end.ended === 'killed') return 'killed'
    return end.ended === 'returned' ? end.value.result : 'failed'
  }

  /** One job as the runner runs it: main, and post where main has not settled what it owes. */
  const runJob = async (): Promise<JobEnd> => {
    let owed: Journal | undefined
    const end = await main((journal) => {
      owed = journal
    })
    if (end.ended === 'killed')
      return { killed: true, exitCode: undefined, outcome: '', post: 'none' }
    const outcome = end.ended === 'returned' ? end.value.outcome : outcomeOf(end.error)
    const exitCode = end.ended === 'returned' && isSuccess(end.value.outcome) ? 0 : 1
    const settled = end.ended === 'returned' && !['stuck', 'cancelled'].includes(outcome)
    if (settled || owed === undefined) return { killed: false, exitCode, outcome, post: 'none' }
    const posted = await post(owed)
    if (posted === 'killed') return { killed: true, exitCode: undefined, outcome, post: 'none' }
    return { killed: false, exitCode, outcome, post: posted }
  }

  return {
    world,
    machines,
    runJob,
    strike: (strike: Strike) => {
      world.strike(strike)
    },
    /** Container that answers on each host, or why none does: `no route`, `bad gateway`. */
    served: (): readonly string[] =>
      machines.map((machine) => answering(machine, 'app-web').replace('no proxy', 'no route')),
    locked: (): boolean =>
      [...(machines[0]?.files.keys() ?? [])].some((path) => path.startsWith('.kamal/lock-app')),
    /** Names of containers and files that a rollout left half done. */
    leftovers: (): readonly string[] =>
      machines.flatMap((machine) =>
        [...machine.files.keys()].filter((path) => path.includes('/web.env.')),
      ),
  }
}
