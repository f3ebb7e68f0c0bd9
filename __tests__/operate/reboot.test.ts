import { describe, expect, test } from '@jest/globals'
import type { Journal } from '../../src/host/journal.ts'
import { actOnAccessory, undoReboot } from '../../src/operate/accessory.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import type { Errand, ErrandOptions } from '../../src/rollout/errand.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { undo } from '../../src/rollout/undo.ts'
import { scenarioOf } from '../strikes/scenarios.ts'
import { build, type Built } from '../strikes/world.ts'
import type { Strike } from '../support/simulated/faults.ts'

const isOf = (built: Built) => {
  const [accessory] = built.config.accessories
  return (name: string): boolean => name.startsWith(accessory?.service ?? '?')
}

/** Containers of the accessory as `NAME STATE`. */
const left = (built: Built): readonly string[] =>
  built.machines.flatMap(({ containers }) =>
    containers.filter(({ name }) => isOf(built)(name)).map(({ name, state }) => `${name} ${state}`),
  )

/** Names of those that run. */
const running = (built: Built): readonly string[] =>
  left(built).flatMap((one) => /^(\S+) running$/.exec(one)?.[1] ?? [])

/** The most containers of the accessory that ran at once on a host. */
const watchMost = (built: Built): { most: number } => {
  const seen = { most: 0 }
  built.world.watchers.push(({ containers }) => {
    const names = containers.filter(({ name, state }) => isOf(built)(name) && state === 'running')
    seen.most = Math.max(seen.most, names.length)
  })
  return seen
}

const errandOf = ({ config }: Built, token: string): Errand => ({
  ...{ config, token, startedAt: 0, what: 'accessory-reboot' },
  ...{ lockHost: config.primaryHost, hosts: [config.primaryHost] },
  run: {
    ...{ repository: 'o/r', attempt: '1', job: 'operate', runner: 'r' },
    ...{ actor: 'ann', runId: token },
  },
})

interface Reboot {
  readonly ended: string
  readonly journal: Journal | undefined
}

const start = (built: Built) => {
  const job = built.world.job()
  const ports: Ports = {
    ...job,
    narrate: () => undefined,
    hook: () => Promise.reject(new Error('no hook')),
    revive: () => Promise.resolve(job.hosts),
  }
  const [placed] = placedOf(built.config, { hosts: [], without: [] })
  if (placed === undefined) throw new Error('no accessory')
  return { job, ports, placed }
}

const optionsFor = (keep: (journal: Journal | undefined) => void): ErrandOptions => ({
  ...{ lockWaitMs: 0, without: [], remember: keep, forget: () => keep(undefined) },
  proof: () => Promise.resolve({ state: 'ended' }),
})

const reboot = async (built: Built): Promise<Reboot> => {
  const { job, ports, placed } = start(built)
  let journal: Journal | undefined
  const options = optionsFor((one) => (journal = one))
  const end = await job.run(() =>
    actOnAccessory('reboot', errandOf(built, 'first'), placed, ports, options),
  )
  return { ended: end.ended, journal }
}

const post = async (built: Built, journal: Journal): Promise<string> => {
  const { job, ports, placed } = start(built)
  const end = await job.run(async () => {
    await undo(journal, ports, {})
    const options = optionsFor(() => undefined)
    return undoReboot(errandOf(built, 'second'), journal.token, placed, ports, options)
  })
  return end.ended
}

const restMs = 600_000

const standing = async (): Promise<Built> => {
  const built = build(scenarioOf('bootstrap', 1))
  await built.runJob()
  return built
}

/** A reboot with this at its exchange, and its post phase, where there is one. */
const rebootWith = async (at: number, strike: Omit<Strike, 'exchange'>) => {
  const built = await standing()
  const before = built.world.exchanges
  built.world.strike({ exchange: before + at, ...strike })
  const seen = watchMost(built)
  const { ended, journal } = await reboot(built)
  const exchanges = built.world.exchanges - before
  if (ended === 'threw' && journal !== undefined) await post(built, journal)
  await built.world.clock.rest(restMs)
  return { built, seen, exchanges, ended }
}

const files = ({ machines }: Built): string =>
  machines.flatMap((machine) => [...machine.files.keys()]).join('\n')

const exchangesOf = async (): Promise<number> =>
  (await rebootWith(1000, { kind: 'cancel' })).exchanges

describe('a reboot of an accessory', () => {
  test('without a fault ends with one container, and never two at once', async () => {
    const { built, seen, ended } = await rebootWith(1000, { kind: 'cancel' })
    expect([ended, left(built), seen.most]).toEqual(['returned', ['app-db running'], 1])
  })

  test.each([
    ['cancelled', { kind: 'cancel', done: 'no' }],
    ['cancelled while a host obeys', { kind: 'cancel', done: 'yes' }],
    ['cut off', { kind: 'request-lost' }],
    ['cut off while a host obeys', { kind: 'reply-lost' }],
    ['refused', { kind: 'non-zero' }],
  ] as const)('%s anywhere leaves one that runs, and no lock', async (_name, strike) => {
    const wrong: string[] = []
    for (let at = 1; at <= (await exchangesOf()); at += 1) {
      const { built, seen } = await rebootWith(at, strike)
      if (running(built).join() !== 'app-db')
        wrong.push(`${String(at)}: ${left(built).join(', ') || 'nothing'}`)
      if (seen.most > 1) wrong.push(`${String(at)}: ${String(seen.most)} at once`)
      if (files(built).includes('lock-app/')) wrong.push(`${String(at)}: the lock is left`)
    }
    expect(wrong).toEqual([])
  })

  test('killed anywhere is gone on with by bootstrap, and never do two run at once', async () => {
    const wrong: string[] = []
    for (let at = 1; at <= (await exchangesOf()); at += 1) {
      const { built, seen } = await rebootWith(at, { kind: 'kill', done: 'yes' })
      const [first] = built.jobs
      // Its run has ended: that is the proof for the next one.
      if (first !== undefined) built.jobs.push({ ...first, token: 'first' })
      await built.runJob()
      if (running(built).join() !== 'app-db') wrong.push(`${String(at)}: ${left(built).join()}`)
      if (seen.most > 1) wrong.push(`${String(at)}: ${String(seen.most)} at once`)
    }
    expect(wrong).toEqual([])
  })
})
