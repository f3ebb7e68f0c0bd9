import { describe, expect, test } from '@jest/globals'
import type { Accessory } from '../../src/config/accessory.ts'
import type { Config } from '../../src/config/config.ts'
import type { ProxyState } from '../../src/fleet/state.ts'
import type { ListedContainer } from '../../src/host/docker-parse.ts'
import type { AccessoryState, GroundState } from '../../src/rollout/bootstrap/look.ts'
import { planBootstrap } from '../../src/rollout/bootstrap/plan.ts'
import { planInstall } from '../../src/rollout/bootstrap/plan-install.ts'
import { stepsOf } from '../../src/rollout/plan.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import { targetsOf } from '../../src/rollout/target.ts'
import { sampleAccessory, sampleConfig, sampleProxy } from '../host/sample.ts'

const run = {
  ...{ repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r' },
  ...{ actor: 'ann', runId: '7' },
}
const nobody = { hosts: [], roles: [], without: [] }
const runs: ProxyState = { state: 'running', version: 'v0.9.2', services: [] }

const container = (state: string): ListedContainer => ({
  ...{ id: 'a1', name: 'app-db', state, status: '', imageId: 'i', labels: {}, created: 1 },
})

const none: AccessoryState = { container: undefined, replaced: [], kept: [], hasImage: true }

const settingOf = (accessories: readonly Accessory[], changes: Partial<Config> = {}) => {
  const config = sampleConfig({ accessories, ...changes })
  const targets = targetsOf(config, nobody)
  return { config, run, targets, lockHost: 'h', accessories: placedOf(config, nobody) }
}

const titles = (
  accessory: Accessory,
  state: Partial<AccessoryState>,
  proxy: ProxyState = runs,
): readonly string[] => {
  const ground: GroundState = {
    host: 'h',
    proxy,
    accessories: new Map([['db', { ...none, ...state }]]),
  }
  const plan = planBootstrap(settingOf([accessory]), [ground], { fence: 't', at: 0 })
  return plan.waves.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) => steps.map(({ title }) => title)),
  )
}

const db = sampleAccessory()
const front = sampleAccessory({ proxy: sampleProxy({ hosts: ['db.test'] }) })
const routed: ProxyState = {
  ...{ state: 'running', version: 'v0.9.2' },
  services: [{ name: 'app-db', targets: ['a1:80'], flags: [] }],
}

test('Docker comes where it is missing, then the hook docker-setup; without either nothing', () => {
  const files = { 'docker-setup': '.kamal/hooks/docker-setup' }
  const hooked = settingOf([], { hooks: { ...sampleConfig().hooks, files } })
  const titlesOf = (...planned: Parameters<typeof planInstall>) =>
    planInstall(...planned).waves.map(({ title }) => title)
  expect(titlesOf(hooked, ['h'], 't')).toEqual(['Install Docker on h', 'Hook docker-setup'])
  expect(titlesOf(hooked, [], 't')).toEqual(['Hook docker-setup'])
  expect(titlesOf(settingOf([]), [], 't')).toEqual([])
})

describe('what is missing is brought up, and nothing else', () => {
  test.each([
    ['it runs', db, { container: container('running') }, runs, []],
    ['it is started again and again', db, { container: container('restarting') }, runs, []],
    ['it is not there', db, {}, runs, ['network', 'create accessory db', 'start accessory db']],
    [
      'its image is not there either',
      db,
      { hasImage: false },
      runs,
      ['network', 'pull postgres:17', 'create accessory db', 'start accessory db'],
    ],
    [
      'it was stopped',
      db,
      { container: container('exited') },
      runs,
      ['network', 'start accessory db'],
    ],
    [
      'it never ran',
      db,
      { container: container('created') },
      runs,
      ['network', 'create accessory db', 'start accessory db'],
    ],
    [
      'a reboot was cut off',
      db,
      { replaced: ['app-db_replaced_1'] },
      runs,
      ['network', 'create accessory db', 'start accessory db', 'finish accessory db'],
    ],
    ['the proxy knows it', front, { container: container('running') }, routed, []],
    [
      'the proxy does not know it',
      front,
      { container: container('running') },
      runs,
      ['network', 'route accessory db'],
    ],
    [
      'the host has no proxy',
      db,
      { container: container('running') },
      { state: 'absent' },
      ['network and kamal-proxy'],
    ],
  ] as const)('%s', (_title, accessory, state, proxy, wanted) => {
    expect(titles(accessory, state, proxy)).toEqual(wanted)
  })
})

test('what was stopped is never removed, and no folder is', () => {
  const ground = {
    host: 'h',
    proxy: runs,
    accessories: new Map([['db', { ...none, container: container('exited') }]]),
  }
  const said = JSON.stringify(planBootstrap(settingOf([db]), [ground], { fence: 't', at: 0 }))
  expect(said).not.toMatch(/"discard"|"remove"/)
})

test('what a reboot that was cut off has left stops before another runs on the same data', () => {
  const replaced = ['app-db_replaced_1']
  const startOf = (state: string | undefined): readonly string[] => {
    const now = state === undefined ? undefined : container(state)
    const ground = {
      host: 'h',
      proxy: runs,
      accessories: new Map([['db', { ...none, replaced, container: now }]]),
    }
    const plan = planBootstrap(settingOf([db]), [ground], { fence: 't', at: 0 })
    return stepsOf(plan)
      .filter(({ title }) => title === 'start accessory db')
      .flatMap(({ commands }) => commands)
      .flatMap((command) => (command.kind === 'script' ? command.words : []))
      .flatMap((word) => ('container' in word ? [`${word.word} ${word.container}`] : []))
  }
  for (const state of ['created', 'exited', undefined])
    expect(startOf(state)).toEqual(['stop app-db_replaced_1', 'start app-db'])
})

test('what never ran is made anew with the volumes that it had', () => {
  const state = { ...none, container: container('created'), kept: ['0a:/var/lib/db', '0b:/x'] }
  const ground = { host: 'h', proxy: runs, accessories: new Map([['db', state]]) }
  const said = JSON.stringify(planBootstrap(settingOf([db]), [ground], { fence: 't', at: 0 }))
  expect(said).toContain('"word":"discard","container":"app-db"')
  // deploy.yml gives /var/lib/db a folder of its own.
  expect([said.includes('--volume 0b:/x'), said.includes('0a:')]).toEqual([true, false])
})
