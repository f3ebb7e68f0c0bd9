import { expect } from '@jest/globals'
import type { Journal } from '../../src/host/journal.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import type { Result } from '../../src/rollout/result.ts'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import { undo, type Undone } from '../../src/rollout/undo.ts'
import { sampleConfig, sampleRole } from '../host/sample.ts'
import { answering, deployedByKamal, pushImage, simulateHost } from '../support/simulated/host.ts'
import { simulateWorld, type App, type Job, type World } from '../support/simulated/world.ts'

const repository = 'ghcr.io/o/app'
const names = ['h1', 'h2']
const { own } = sampleConfig()
export const config = sampleConfig({
  roles: [sampleRole({ hosts: names })],
  primaryHost: 'h1',
  deployTimeoutMs: 5000,
  drainTimeoutMs: 5000,
  own: { ...own, gate: { ...own.gate, timeoutMs: 2000 } },
})

type Apps = Readonly<Record<string, Readonly<Record<string, App>>>>

/** Called with everything that happens, and with what may be done about it. */
export type Meanwhile = (event: RolloutEvent, job: Job) => void

const rolloutOf = (world: World, version: string, digest: string, run: number): Rollout => ({
  config,
  version,
  digest,
  source: 'registry',
  architectures: [],
  token: `token${String(run)}`,
  run: {
    repository: 'o/r',
    runId: String(run),
    attempt: '1',
    job: 'deploy',
    runner: 'r',
    actor: 'ann',
  },
  startedAt: world.clock.now(),
  targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
  lockHost: 'h1',
  hookHosts: names,
})

/**
 * Two simulated hosts that serve v1, for stories in which something happens at a certain moment.
 * `apps` says how a version behaves on a host; healthy unless it is said there.
 */
export const twoHosts = (apps: Apps = {}) => {
  const world = simulateWorld()
  const labels = { service: 'app' }
  pushImage(world, { repository, version: 'v1', labels })
  const machines = names.map((name) => simulateHost(name, world, { apps: apps[name] ?? {} }))
  for (const machine of machines)
    deployedByKamal(machine, {
      service: 'app',
      role: 'web',
      repository,
      version: 'v1',
      port: 80,
    })
  const gone = new Set<string>()
  const isGone = (name: string): boolean =>
    gone.has(name) &&
    world.history.some(
      (one) => one.what === 'exchange' && one.host === name && one.result === 'host-lost',
    )
  let runs = 0
  let owed: Journal | undefined

  const portsOf = (job: Job, meanwhile: Meanwhile = () => undefined): Ports => ({
    ...job,
    hook: () => Promise.resolve(),
    revive: () => Promise.resolve(new Map([...job.hosts].filter(([name]) => !isGone(name)))),
    narrate: (event) => {
      meanwhile(event, job)
    },
  })

  /** The main phase of a deploy; a lock that it finds was left by a run that has ended. */
  const main = async (version: string, meanwhile?: Meanwhile): Promise<Result> => {
    const { digest } = pushImage(world, { repository, version, labels })
    const job = world.job()
    const ports = portsOf(job, meanwhile)
    const rollout = rolloutOf(world, version, digest, (runs += 1))
    const end = await job.run(async () =>
      deploy(rollout, await survey(config, rollout, ports), ports, {
        dryRun: false,
        lockWaitMs: 0,
        without: [],
        proof: () => Promise.resolve({ state: 'ended' }),
        remember: (journal) => void (owed = journal),
        announce: () => undefined,
      }),
    )
    if (end.ended === 'returned') return end.value
    throw new Error(`it ${end.ended}: ${JSON.stringify(end)}`)
  }

  /** The post phase of the last deploy. */
  const post = async (): Promise<Undone['result']> => {
    if (owed === undefined) throw new Error('nothing is owed')
    const [journal, job] = [owed, world.job()]
    const end = await job.run(() => undo(journal, portsOf(job), { drainLimitMs: 30_000 }))
    if (end.ended === 'returned') return end.value.result
    throw new Error(`it ${end.ended}: ${JSON.stringify(end)}`)
  }

  return {
    world,
    /** Hosts that can't be connected to again once a connection to them is lost. */
    gone,
    main,
    post,
    /** A version's container on a host answers its health path with 500 from now on. */
    sicken: (host: string, version: string): void => {
      const containers = world.machines.get(host)?.containers ?? []
      const at = containers.findIndex(({ name }) => name === `app-web-${version}`)
      const [container] = containers.slice(at)
      if (at < 0 || container === undefined) throw new Error(`${host} has no ${version}`)
      containers[at] = { ...container, app: { kind: 'unhealthy' } }
    },
    /** What answers on each host. */
    served: (): readonly string[] => machines.map((machine) => answering(machine, 'app-web')),
    locked: (): boolean =>
      [...(machines[0]?.files.keys() ?? [])].some((path) => path.startsWith('.kamal/lock-app')),
  }
}

/** What serves before is sick on both hosts, and only the proxies' own checks would notice. */
export const sickBefore = (apps?: Apps) => {
  const fleet = twoHosts(apps)
  for (const host of ['h1', 'h2']) fleet.sicken(host, 'v1')
  return fleet
}

/** Does something when a wave of the plan begins. */
export const at =
  (title: string, then: (...[event, job]: Parameters<Meanwhile>) => void): Meanwhile =>
  (event, job) => {
    if (event.kind === 'wave' && event.wave.title === title) then(event, job)
  }

/** v2 has the traffic of h1, and is not healthy on h2 when it is to have that too. */
export const betweenTwoSickVersions = async (apps?: Apps) => {
  const fleet = sickBefore(apps)
  const { outcome, failures } = await fleet.main(
    'v2',
    at('Switch h2', () => {
      fleet.sicken('h2', 'v2')
    }),
  )
  expect([outcome, failures.map(({ step }) => step.host)]).toEqual(['stuck', ['h2']])
  expect(await fleet.post()).toBe('stuck')
  expect(fleet.served()).toEqual(['app-web-v2', 'unhealthy app-web-v1'])
  expect(fleet.locked()).toBe(true)
  return fleet
}
