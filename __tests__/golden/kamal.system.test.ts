import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { configOf, deployYml } from '../config/support.ts'
import type { Home } from '../host/shells.ts'
import type { Deployed } from '../support/simulated/host.ts'
import { audited, compared, expectExplained, madeFirst } from './compare.ts'
import { deployInto, repository } from './deploy-into.ts'
import { imageByDigest, proxyRuns, startedLater } from './differences.ts'
import { effects } from './effects.ts'
import { goldenHome, kamalSays } from './said.ts'

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

const envFile = (home: Home, file: string) => ({
  text: home.text(file),
  mode: (statSync(join(home.path, file)).mode & 0o777).toString(8),
})

const web: Deployed = { service: 'app', role: 'web', repository, version: 'aaa', port: 80 }

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
    await deployInto(ours, configOf({ files: { 'deploy.yml': deployYml('', lines) } }), {
      deployed: [web],
    })
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expectExplained(only, [imageByDigest, startedLater(1), proxyRuns])
    expect(order.ours).toEqual(order.kamal)
    expect(order.ours).toHaveLength(7)
    const log = '.kamal/app-audit.log'
    expect(audited(ours, log)).toEqual(audited(kamal, log))
    expectSame(kamal, ours, 'app', ['web'])
  })

  test('to a host with nothing but Docker: proxy and network too', async () => {
    const [kamal, ours] = [goldenHome(false), goldenHome(false)]
    kamalSays(kamal, 'update.kamal', false)
    await deployInto(ours, configOf({ files: { 'deploy.yml': deployYml('', lines) } }), {
      deployed: [],
    })
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expectExplained(only, [imageByDigest, startedLater(1)])
    expect(order.ours).toEqual(order.kamal)
    expect(order.ours).toHaveLength(9)
    expectSame(kamal, ours, 'app', ['web'])
  })

  test('with roles, a destination, options, logging, volumes, labels and limits of time', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    kamalSays(kamal, 'roles.kamal', true, {
      '.kamal/apps/app-staging/env/roles/web.env': 'KEY=a\\\\b\n',
      '.kamal/apps/app-staging/env/roles/jobs.env': 'KEY=a\\\\b\n',
    })
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
      { deployed: before },
    )
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expectExplained(only, [imageByDigest, startedLater(2), proxyRuns])
    expect(order.ours).toEqual(madeFirst(order.kamal))
    expect(order.ours).toHaveLength(11)
    const log = '.kamal/app-staging-audit.log'
    expect(audited(ours, log)).toEqual(audited(kamal, log))
    expectSame(kamal, ours, 'app-staging', ['web', 'jobs'])
  })

  test('and a single flag that differs would be seen', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    kamalSays(kamal, 'update.kamal', true)
    const text = deployYml('drain_timeout: 9', lines)
    await deployInto(ours, configOf({ files: { 'deploy.yml': text } }), { deployed: [web] })
    const known = [imageByDigest, startedLater(1)].flatMap(({ ours }) => ours)
    const { onlyOurs } = compared(effects(kamal), effects(ours))
    expect(onlyOurs.filter((effect) => !known.includes(effect))).toEqual([
      expect.stringContaining('--drain-timeout=9s'),
    ])
  })
})
