import { describe, expect, test } from '@jest/globals'
import type { Accessory } from '../../src/config/accessory.ts'
import type { Config, ProxyRun } from '../../src/config/config.ts'
import type { ProxyState } from '../../src/fleet/state.ts'
import type { Word } from '../../src/host/word.ts'
import type { AccessoryState, GroundState } from '../../src/rollout/bootstrap/look.ts'
import { planBootstrap } from '../../src/rollout/bootstrap/plan.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import { stepsOf, type Plan } from '../../src/rollout/plan.ts'
import { targetsOf } from '../../src/rollout/target.ts'
import { sampleAccessory, sampleConfig, sampleProxy, sampleRole } from '../host/sample.ts'
import { fleetOf, planFor, shop } from './report/fixtures.ts'

const run = {
  ...{ repository: 'o/r', attempt: '1', job: 'deploy', runner: 'r' },
  ...{ actor: 'ann', runId: '7' },
}
const nobody = { hosts: [], roles: [], without: [] }
const runs: ProxyState = { state: 'running', version: 'v0.9.2', services: [] }
const absent: ProxyState = { state: 'absent' }

/** It runs already. */
const up: AccessoryState = {
  container: {
    ...{ id: 'a1', name: 'app-db', state: 'running', status: '', imageId: 'i' },
    ...{ labels: {}, created: 1 },
  },
  ...{ replaced: [], kept: [], hasImage: true },
}

const settingOf = (accessories: readonly Accessory[], changes: Partial<Config> = {}) => {
  const config = sampleConfig({ accessories, ...changes })
  const targets = targetsOf(config, nobody)
  return { config, run, targets, lockHost: 'h', accessories: placedOf(config, nobody) }
}

const runSettings = (changes: Partial<ProxyRun> = {}): ProxyRun => ({
  ...{ httpPort: 80, httpsPort: 443, metricsPort: undefined, debug: false, logMaxSize: '10m' },
  ...{ publish: true, bindIps: [], registry: undefined, repository: 'basecamp/kamal-proxy' },
  ...{ version: 'v0.9.2', options: [], ...changes },
})

const wordsOf = (plan: Pick<Plan, 'waves'>): readonly Word[] =>
  stepsOf({ title: '', ...plan })
    .flatMap(({ commands }) => commands)
    .flatMap((command) => (command.kind === 'script' ? command.words : []))

const wordsOn = (setting: ReturnType<typeof settingOf>, proxy: ProxyState): readonly Word[] =>
  wordsOf(
    planBootstrap(setting, [{ host: 'h', proxy, accessories: new Map([['db', up]]) }], {
      ...{ fence: 't', at: 0 },
    }),
  )

const bootArgs = (words: readonly Word[]): string =>
  words
    .flatMap((word) => (word.word === 'boot-proxy' ? word.run : []))
    .map((arg) => (typeof arg === 'string' ? arg : arg.raw))
    .join(' ')

describe('an accessory with a certificate of its own', () => {
  const proxy = sampleProxy({ ssl: true, hosts: ['db.test'], certificate: { chain: '', key: '' } })
  const made = sampleAccessory({ proxy }, { certificate: { chain: 'the chain', key: 'the key' } })
  const folder = '.kamal/proxy/apps-config/app-eu/tls'
  const seen = '/home/kamal-proxy/.apps-config/app-eu/tls'
  const flags = [
    ...['--host="db.test"', '--tls'],
    `--tls-certificate-path="${seen}/cert.pem"`,
    `--tls-private-key-path="${seen}/key.pem"`,
    ...['--deploy-timeout="30s"', '--drain-timeout="30s"', '--buffer-requests'],
    ...['--buffer-responses', '--log-request-header="Cache-Control"'],
    ...['--log-request-header="Last-Modified"', '--log-request-header="User-Agent"'],
  ]
  const route = { word: 'switch', service: 'app-db', container: 'app-db', port: 80, flags }
  const words = (accessory: Accessory) =>
    wordsOn(
      settingOf([accessory], {
        destination: 'eu',
        errorPages: [{ name: '502.html', text: '' }],
      }),
      runs,
    )

  test("has it written where Kamal tells the proxy to look, with Kamal's flags", () => {
    expect(words(made).slice(1)).toEqual([
      { word: 'dir', path: folder },
      { word: 'write', path: `${folder}/cert.pem`, text: 'the chain', mode: '644' },
      { word: 'write', path: `${folder}/key.pem`, text: 'the key', mode: '600' },
      { word: 'let-proxy-read', folder, secrets: ['key.pem'] },
      route,
    ])
  })

  test('is started by the one that is there, where its secrets were not read', () => {
    expect(words({ ...made, kit: undefined }).slice(1)).toEqual([route])
  })
})

describe('the proxy of a host', () => {
  const own = sampleAccessory({
    proxy: sampleProxy({ run: runSettings({ httpPort: 8080, bindIps: ['10.0.0.1'] }) }),
  })

  test('is started as its accessory says', () => {
    expect(bootArgs(wordsOn(settingOf([own]), absent))).toBe(
      '--publish 10.0.0.1:8080:80 --publish 10.0.0.1:443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2',
    )
  })

  test('is not started as one of another host says', () => {
    expect(bootArgs(wordsOn(settingOf([{ ...own, hosts: ['other'] }]), absent))).toBe('')
  })

  test('is started so by a deploy as well', () => {
    const config = shop(['h'], [], { accessories: [own] })
    const { h } = fleetOf(config, { h: 'v1' })
    if (h === undefined) throw new Error('no host')
    const plan = planFor(config, { h: { ...h, proxy: absent } })
    expect(bootArgs(wordsOf(plan))).toContain('10.0.0.1:8080:80')
  })

  test('is booted for an accessory beside a role that has none', () => {
    const roles = [sampleRole({ name: 'job', proxy: undefined })]
    const setting = { ...settingOf([own], { roles }), accessories: [] }
    expect(bootArgs(wordsOn(setting, absent))).toContain('10.0.0.1:8080:80')
  })
})

test('the proxy of an own registry is pulled with its login before it is run', () => {
  const settings = runSettings({ registry: 'ghcr.io', repository: 'o/proxy' })
  const [role] = sampleConfig().roles
  const roles = [{ ...role!, proxy: sampleProxy({ run: settings }) }]
  const ground: GroundState = { host: 'h', proxy: { state: 'absent' }, accessories: new Map() }
  const plan = planBootstrap(settingOf([], { roles }), [ground], { fence: 't', at: 0 })
  const commands = plan.waves[0]?.lanes[0]?.steps[0]?.commands ?? []
  expect(commands.map((command) => ('title' in command ? command.title : command.kind))).toEqual([
    'network kamal',
    'pull ghcr.io/o/proxy:v0.9.2',
    'boot kamal-proxy',
  ])
})
