import { describe, expect, test } from '@jest/globals'
import type { ProxyRun, Registry } from '../../src/config/config.ts'
import type { ProxyState } from '../../src/fleet/state.ts'
import { stepsOf } from '../../src/rollout/plan.ts'
import { sampleProxy } from '../host/sample.ts'
import { fleetOf, planFor, shop } from './report/fixtures.ts'

const run: ProxyRun = {
  ...{ httpPort: 80, httpsPort: 443, metricsPort: undefined, debug: false, logMaxSize: '10m' },
  ...{ publish: true, bindIps: [], registry: 'ghcr.io', repository: 'acme/proxy' },
  ...{ version: 'v0.9.2', options: [] },
}
const ghcr: Registry = { server: 'ghcr.io', username: 'robot', password: 'p' }
const hub: Registry = { ...ghcr, server: undefined }

interface Case {
  readonly run?: ProxyRun | undefined
  readonly registry?: Registry | undefined
  readonly proxy?: ProxyState
}

/** What is said to the host before the script that boots the proxy; with a login, or without. */
const saidBefore = (given: Case): readonly string[] => {
  const { proxy = { state: 'absent' } } = given
  const registry = 'registry' in given ? given.registry : ghcr
  const web = { proxy: sampleProxy({ run: 'run' in given ? given.run : run }) }
  const config = shop(['h1'], [], { registry }, web)
  const { h1 } = fleetOf(config, { h1: undefined })
  const plan = planFor(config, h1 === undefined ? {} : { h1: { ...h1, proxy } })
  return stepsOf(plan)
    .filter(({ title }) => title === 'create web')
    .flatMap(({ commands }) => commands)
    .flatMap((one) =>
      one.kind === 'docker'
        ? `${one.title}${one.registryAuth === undefined ? '' : ', as robot'}`
        : [],
    )
}

describe('the image of a proxy that a deploy has to start', () => {
  test('comes with the login of the registry that it shares with the app', () => {
    expect(saidBefore({})).toEqual(['network kamal', 'pull ghcr.io/acme/proxy:v0.9.2, as robot'])
  })

  test('comes so from Docker Hub', () => {
    const own = { ...run, registry: undefined }
    const pull = 'pull acme/proxy:v0.9.2, as robot'
    expect(saidBefore({ run: own, registry: hub })).toEqual(['network kamal', pull])
  })

  test.each<[string, Case]>([
    [
      'everybody may pull',
      { run: { ...run, registry: undefined, repository: 'basecamp/kamal-proxy' }, registry: hub },
    ],
    ['another registry has', { run: { ...run, registry: 'mirror.lab' } }],
    ['Docker Hub has, and the app is elsewhere', { run: { ...run, registry: undefined } }],
    ['nothing of deploy.yml names', { run: undefined }],
    ['needs no login', { registry: undefined }],
    ['is there: its proxy only stopped', { proxy: { state: 'stopped', version: 'v0.9.2' } }],
  ])('is left to Docker where %s', (_, given) => {
    expect(saidBefore(given)).toEqual(['network kamal'])
  })
})
