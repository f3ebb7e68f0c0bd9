import { expect, test } from '@jest/globals'
import { bootstrap } from '../../src/rollout/bootstrap/bootstrap.ts'
import { upgradeProxies } from '../../src/rollout/bootstrap/upgrade-proxy.ts'
import type { Journal } from '../../src/host/journal.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { targetsOf } from '../../src/rollout/target.ts'
import { undo } from '../../src/rollout/undo.ts'
import { scenarioOf } from '../strikes/scenarios.ts'
import { pushImage } from '../support/simulated/host.ts'
import { build, type Built } from '../strikes/world.ts'
import type { Strike } from '../support/simulated/faults.ts'

const proxies = ({ machines }: Built): readonly string[] =>
  machines.map(({ containers }) => {
    const found = containers.find(({ name }) => name === 'kamal-proxy')
    return found === undefined ? 'none' : `${found.image.split(':')[1] ?? ''} ${found.state}`
  })

const standing = (): Built => {
  const built = build(scenarioOf('update', 1))
  pushImage(built.world, { repository: 'basecamp/kamal-proxy', version: 'v0.9.2', labels: {} })
  for (const { containers } of built.machines)
    for (const one of containers)
      if (one.name === 'kamal-proxy') Object.assign(one, { image: 'basecamp/kamal-proxy:v0.8.0' })
  return built
}

const start = ({ world, config }: Built) => {
  const job = world.job()
  const ports: Ports = {
    ...job,
    narrate: () => undefined,
    hook: () => Promise.reject(new Error('no hook')),
    revive: () => Promise.resolve(job.hosts),
  }
  const setting = {
    config,
    run: {
      ...{ repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r' },
      ...{ actor: 'ann', runId: '7' },
    },
    targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
    lockHost: config.primaryHost,
    accessories: [],
  }
  const options = {
    ...{ dryRun: false, lockWaitMs: 0, without: [], announce: () => undefined },
    proof: () => Promise.resolve({ state: 'ended' } as const),
  }
  return { job, ports, setting, options }
}

/** An upgrade with this at its exchange, and what a post phase does then. */
const upgradeWith = async (strike: Strike) => {
  const built = standing()
  built.world.strike(strike)
  const { job, ports, setting, options } = start(built)
  let journal: Journal | undefined
  const keeping = {
    remember: (one: Journal) => void (journal = one),
    forget: () => void (journal = undefined),
  }
  const { ended } = await job.run(() => upgradeProxies(setting, ports, { ...options, ...keeping }))
  const exchanges = built.world.exchanges
  const owed = journal
  if (ended === 'threw' && owed !== undefined) {
    const post = start(built)
    await post.job.run(async () => {
      await undo(owed, post.ports, {})
      const rest = { ...post.options, remember: () => undefined, forget: () => undefined }
      return bootstrap(post.setting, post.ports, rest)
    })
  }
  await built.world.clock.rest(600_000)
  return { built, exchanges, ended }
}

test('a proxy that is too old is replaced', async () => {
  const { built, ended } = await upgradeWith({ exchange: 1000, kind: 'cancel' })
  expect([ended, proxies(built)]).toEqual(['returned', ['v0.9.2 running']])
})

test.each([
  ['cancelled', { kind: 'cancel', done: 'no' }],
  ['cancelled while a host obeys', { kind: 'cancel', done: 'yes' }],
  ['cut off', { kind: 'reply-lost' }],
  ['refused', { kind: 'non-zero' }],
] as const)('a replacement that is %s anywhere leaves a proxy that runs', async (_name, kind) => {
  const { exchanges } = await upgradeWith({ exchange: 1000, kind: 'cancel' })
  const wrong: string[] = []
  for (let exchange = 1; exchange <= exchanges; exchange += 1)
    for (const word of kind.kind === 'non-zero' ? [0, 1, 2, 3, 4, 5] : [undefined]) {
      const strike = { exchange, ...kind, ...(word === undefined ? {} : { word }) }
      const { built } = await upgradeWith(strike)
      if (!/^v\d.* running$/.test(proxies(built).join()))
        wrong.push(`${String(exchange)}.${String(word)}: ${proxies(built).join()}`)
    }
  expect(wrong).toEqual([])
})
