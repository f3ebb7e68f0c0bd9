import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/config/config.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import { configOf, deployYml } from '../config/support.ts'
import type { Home } from '../host/shells.ts'
import {
  deployedByKamal,
  pushImage,
  simulateHost,
  type Deployed,
} from '../support/simulated/host.ts'
import { simulateWorld } from '../support/simulated/world.ts'
import { effects } from './effects.ts'
import { goldenHome, kamalSays, listening } from './said.ts'

const repository = 'ghcr.io/o/app'
const lines = {
  image: 'image: o/app',
  registry: 'registry: { server: ghcr.io, username: u, password: p }',
  servers: 'servers: [h]',
}

const whole = `
service: app
image: o/app
registry: { server: ghcr.io, username: u, password: p }
servers:
  web:
    hosts: [h]
    stop_timeout: 25
    options: { memory: 1g, add-host: ['a:1.1.1.1', 'b:1.1.1.2'], init: true }
  jobs:
    hosts: [h]
    cmd: bin/jobs --threads 5
    stop_timeout: 40
    env: { clear: { QUEUE: all } }
    labels: { tier: back }
    options: { restart: 'on-failure:3', cpus: '0.5' }
labels: { team: a b }
volumes: ['data:/data', '$PWD/shared:/shared:ro']
env:
  clear: { RACK_ENV: production, DEBUG: false }
  secret: [KEY]
logging: { driver: local, options: { max-size: 5m } }
deploy_timeout: 20
drain_timeout: 30
retain_containers: 3
proxy:
  hosts: [a.test, b.test]
  app_port: 3000
  path_prefix: /api
  strip_path_prefix: false
  response_timeout: 15
  healthcheck: { interval: 2, timeout: 4, path: /health }
  buffering: { requests: true, responses: false, max_request_body: 1000000 }
  logging: { request_headers: [X-Id] }
`

/** Deploys bbb to a simulated host as Kamal left it; what is said, a real shell carries out in `home`. */
const deployInto = async (home: Home, config: Config, before: readonly Deployed[]) => {
  const world = simulateWorld()
  const labels = { service: 'app' }
  pushImage(world, { repository, version: 'aaa', labels })
  const machine = simulateHost('h', world)
  for (const one of before) deployedByKamal(machine, one)
  const { digest } = pushImage(world, { repository, version: 'bbb', labels })
  const job = world.job()
  const hosts = new Map([...job.hosts].map(([name, host]) => [name, listening(host, home)]))
  const rollout: Rollout = {
    ...{ config, version: 'bbb', digest, source: 'registry', architectures: [], token: 'cafe' },
    run: { repository: 'o/r', runId: '1', attempt: '1', job: 'j', runner: 'r', actor: 'ann' },
    ...{ startedAt: 1_781_769_600_000, lockHost: 'h', hookHosts: ['h'] },
    targets: targetsOf(config, { hosts: [], roles: [], without: [] }),
  }
  const ports = {
    ...{ ...job, hosts, revive: () => Promise.resolve(hosts), narrate: () => undefined },
    hook: () => Promise.resolve(),
  }
  const options = {
    ...{ dryRun: false, lockWaitMs: 0, without: [], remember: () => undefined },
    ...{ announce: () => undefined, proof: () => Promise.resolve({ state: 'ended' as const }) },
  }
  const end = await job.run(async () =>
    deploy(rollout, await survey(config, rollout, ports), ports, options),
  )
  expect(end).toMatchObject({ ended: 'returned', value: { outcome: 'deployed' } })
}

/** Lines of the audit log without their times: ours ends with another second than it begins. */
const audited = (home: Home, file: string): readonly string[] =>
  home
    .text(file)
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]/, '[time]'))

const envFile = (home: Home, file: string) => ({
  text: home.text(file),
  mode: (statSync(join(home.path, file)).mode & 0o777).toString(8),
})

const web: Deployed = { service: 'app', role: 'web', repository, version: 'aaa', port: 80 }

/** Effects that only one of two has, and those of both in the order of the first. */
const compared = (kamal: readonly string[], ours: readonly string[]) => ({
  onlyKamal: kamal.filter((effect) => !ours.includes(effect)),
  onlyOurs: ours.filter((effect) => !kamal.includes(effect)),
  order: {
    kamal: kamal.filter((effect) => ours.includes(effect)),
    ours: ours.filter((effect) => kamal.includes(effect)),
  },
})

/** The login goes with the pull; the image comes by digest and gets its tag. */
const onlyKamal = [
  'login ghcr.io -u u -p p',
  'image rm --force ghcr.io/o/app:bbb',
  'pull ghcr.io/o/app:bbb',
  'login ghcr.io -u u -p p',
]
/** A container is created first, and started when every host has its own. */
const ourOwn = ['pull ghcr.io/o/app@DIGEST', 'tag ghcr.io/o/app@DIGEST ghcr.io/o/app:bbb', 'start']
/** Where the proxy runs already, nothing is tried. */
const forProxy = ['network create kamal', 'container start kamal-proxy']

const expectSame = (kamal: Home, ours: Home, key: string, roles: readonly string[]): void => {
  for (const role of roles) {
    const env = `.kamal/apps/${key}/env/roles/${role}.env`
    expect(envFile(ours, env)).toEqual(envFile(kamal, env))
  }
  expect(ours.has(`.kamal/lock-${key}`)).toBe(false)
  expect(ours.has('.kamal/proxy/apps-config')).toBe(kamal.has('.kamal/proxy/apps-config'))
}

describe('a deploy does what Kamal 2.12 does, in its order', () => {
  test('to a host that Kamal has deployed to', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    kamalSays(kamal, 'update.kamal', true)
    await deployInto(ours, configOf({ files: { 'deploy.yml': deployYml('', lines) } }), [web])
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expect(only.onlyKamal.toSorted()).toEqual([...onlyKamal, ...forProxy].toSorted())
    expect(only.onlyOurs).toEqual(ourOwn)
    expect(order.ours).toEqual(order.kamal)
    expect(order.ours).toHaveLength(7)
    const log = '.kamal/app-audit.log'
    expect(audited(ours, log)).toEqual(audited(kamal, log))
    expectSame(kamal, ours, 'app', ['web'])
  })

  test('to a host with nothing but Docker: proxy and network too', async () => {
    const [kamal, ours] = [goldenHome(false), goldenHome(false)]
    kamalSays(kamal, 'update.kamal', false)
    await deployInto(ours, configOf({ files: { 'deploy.yml': deployYml('', lines) } }), [])
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expect(only).toEqual({ onlyKamal, onlyOurs: ourOwn })
    expect(order.ours).toEqual(order.kamal)
    expect(order.ours).toHaveLength(9)
    expectSame(kamal, ours, 'app', ['web'])
  })

  test('with roles, a destination, options, logging, volumes, labels and limits of time', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    kamalSays(kamal, 'roles.kamal', true, 'KEY=a\\\\b')
    const before = ['web', 'jobs'].map((role) => ({
      ...{ service: 'app', role, destination: 'staging', repository, version: 'aaa' },
      ...(role === 'web' ? { port: 3000, flags: ['--host="a.test"'] } : {}),
    }))
    const files = { 'deploy.yml': whole, 'deploy.staging.yml': 'drain_timeout: 10\n' }
    await deployInto(
      ours,
      configOf({
        files: { ...files, '.kamal/secrets.staging': "KEY='a\\b'\n" },
        destination: 'staging',
      }),
      before,
    )
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expect(only.onlyKamal.toSorted()).toEqual([...onlyKamal, ...forProxy].toSorted())
    expect(only.onlyOurs).toEqual([...ourOwn, 'start'])
    // Both roles are made before either is stopped: that is the promise.
    expect(order.ours.toSorted()).toEqual(order.kamal.toSorted())
    expect(order.ours).toHaveLength(11)
    const log = '.kamal/app-staging-audit.log'
    expect(audited(ours, log)).toEqual(audited(kamal, log))
    expectSame(kamal, ours, 'app-staging', ['web', 'jobs'])
  })

  test('and a single flag that differs would be seen', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    kamalSays(kamal, 'update.kamal', true)
    const text = deployYml('drain_timeout: 9', lines)
    await deployInto(ours, configOf({ files: { 'deploy.yml': text } }), [web])
    const { onlyOurs } = compared(effects(kamal), effects(ours))
    expect(onlyOurs.filter((effect) => !ourOwn.includes(effect))).toEqual([
      expect.stringContaining('--drain-timeout=9s'),
    ])
  })
})
