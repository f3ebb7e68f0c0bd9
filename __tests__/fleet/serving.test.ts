import { describe, expect, test } from '@jest/globals'
import {
  behind,
  isRunning,
  ofRole,
  routeOf,
  runningOf,
  serving,
  versionOf,
} from '../../src/fleet/serving.ts'
import type { HostState, ProxyState } from '../../src/fleet/state.ts'
import type { ListedContainer } from '../../src/host/docker-parse.ts'
import { sampleProxy } from '../host/sample.ts'

const container = (id: string, name: string, role = 'web', state = 'running'): ListedContainer => ({
  id: id.repeat(64),
  name,
  state,
  status: '',
  imageId: '',
  labels: { service: 'app', role, destination: '' },
  created: 0,
})

const routed = (...targets: readonly string[]): ProxyState => ({
  state: 'running',
  version: 'v0.9.2',
  services: [{ name: 'app-web', targets, flags: [] }],
})

const host = (proxy: ProxyState, ...containers: readonly ListedContainer[]): HostState => ({
  host: 'h',
  docker: { version: '26.1.5', arch: 'amd64' },
  containers,
  images: [],
  proxy,
  files: undefined,
})

const plain = { service: 'app', destination: undefined }
const web = { name: 'web', proxy: sampleProxy() }
const jobs = { name: 'jobs', proxy: undefined }
const [v1, v2] = [container('a', 'app-web-v1'), container('b', 'app-web-v2')]

describe('containers of a role', () => {
  test.each([
    ['running', true],
    ['restarting', true],
    ['paused', true],
    ['exited', false],
    ['created', false],
    ['dead', false],
    ['removing', false],
  ])('one that is %s runs: %s', (state, runs) => {
    expect(isRunning(container('a', 'x', 'web', state))).toBe(runs)
  })

  test('are told from those of other roles, and the running from the stopped', () => {
    const stopped = container('c', 'app-web-v0', 'web', 'exited')
    const state = host({ state: 'absent' }, v2, stopped, container('d', 'app-jobs-v2', 'jobs'))
    expect(ofRole(state, 'web')).toEqual([v2, stopped])
    expect(runningOf(state, 'web')).toEqual([v2])
  })
})

describe('the container behind a target', () => {
  const state = host({ state: 'absent' }, v1, v2)
  test.each([
    ['by its short id', `${'b'.repeat(12)}:80`, v2],
    ['by its name', 'app-web-v1:3000', v1],
    ['of an id that is gone', 'cccccccccccc:80', undefined],
    ['by an address', '172.18.0.5:80', undefined],
    ['of no host', ':80', undefined],
  ])('%s', (_title, target, found) => expect(behind(state, target)).toBe(found))
})

describe('what serves a role', () => {
  test('with a proxy is what the proxy routes to, not the newest', () => {
    const state = host(routed(`${'a'.repeat(12)}:80`), v2, v1)
    expect(serving(plain, state, web)).toBe(v1)
  })

  test.each<[string, HostState]>([
    ['the proxy does not know it', host({ ...routed(), services: [] } as ProxyState, v1)],
    ['there is no proxy', host({ state: 'absent' }, v1)],
    ['the proxy does not run', host({ state: 'stopped', version: 'v0.9.2' }, v1)],
    [
      "the proxy's state can't be read",
      host({ state: 'running', version: 'v0.9.2', services: undefined }, v1),
    ],
    ['its target is gone', host(routed('cccccccccccc:80'), v1)],
  ])('with a proxy is nothing when %s', (_title, state) => {
    expect(serving(plain, state, web)).toBeUndefined()
  })

  test('without a proxy is the newest that runs', () => {
    const [old, fresh] = [
      container('c', 'app-jobs-v1', 'jobs'),
      container('d', 'app-jobs-v2', 'jobs'),
    ]
    const stopped = container('e', 'app-jobs-v3', 'jobs', 'exited')
    expect(serving(plain, host({ state: 'absent' }, stopped, fresh, old), jobs)).toBe(fresh)
    expect(serving(plain, host({ state: 'absent' }, stopped), jobs)).toBeUndefined()
  })

  test('is looked for under the name of service, role and destination', () => {
    const services = [{ name: 'app-web-staging', targets: [`${'a'.repeat(12)}:80`], flags: [] }]
    const state = host({ state: 'running', version: 'v0.9.2', services }, v1)
    expect(serving({ service: 'app', destination: 'staging' }, state, web)).toBe(v1)
    expect(serving(plain, state, web)).toBeUndefined()
    expect(routeOf(state, 'app-web-staging')).toBe(services[0])
  })
})

describe('the version of a container', () => {
  test.each([
    [plain, 'app-web-v1', 'v1'],
    [plain, 'app-web-v1_replaced_0123456789abcdef', 'v1'],
    [{ service: 'app', destination: 'staging' }, 'app-web-staging-a-b', 'a-b'],
  ])('%j %s is %s', (config, name, version) => {
    expect(versionOf(config, container('a', name))).toBe(version)
  })
})
