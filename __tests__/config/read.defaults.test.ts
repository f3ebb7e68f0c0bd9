import { describe, expect, test } from '@jest/globals'
import type { Role } from '../../src/config/config.ts'
import { configIn, configOf, deployYml } from './support.ts'

const rolesOf = (servers: string, added = ''): readonly Role[] =>
  configIn(deployYml(added, { servers })).roles

test('the shortest file has every default of Kamal', () => {
  const proxy = {
    appPort: 80,
    hosts: [],
    ssl: false,
    certificate: undefined,
    sslRedirect: undefined,
    forwardHeaders: undefined,
    responseTimeoutMs: undefined,
    pathPrefixes: [],
    stripPathPrefix: undefined,
    healthcheck: { intervalMs: undefined, timeoutMs: undefined, path: undefined },
    buffering: {
      requests: true,
      responses: true,
      maxRequestBody: undefined,
      maxResponseBody: undefined,
      memory: undefined,
    },
    logging: {
      requestHeaders: ['Cache-Control', 'Last-Modified', 'User-Agent'],
      responseHeaders: [],
    },
    run: undefined,
  }
  const web: Role = {
    name: 'web',
    hosts: ['1.1.1.1'],
    cmd: undefined,
    env: { clear: {}, secret: {} },
    tagged: {},
    labels: {},
    volumes: [],
    options: [],
    restart: 'unless-stopped',
    logging: { driver: undefined, options: { 'max-size': '10m' } },
    stopTimeoutMs: undefined,
    proxy,
    assets: undefined,
    overlap: true,
  }
  expect(configIn(deployYml())).toEqual({
    file: 'deploy.yml',
    service: 'app',
    destination: undefined,
    repository: 'acme/app',
    registry: { server: undefined, username: 'u', password: 'p' },
    roles: [web],
    primaryHost: '1.1.1.1',
    ssh: {
      ...{ user: 'root', port: 22, proxy: undefined, keys: [], keyData: [] },
      ...{ keysOnly: false, configFiles: 'own' },
    },
    boot: { limit: undefined, waitMs: 0 },
    deployTimeoutMs: 30_000,
    drainTimeoutMs: 30_000,
    readinessDelayMs: 7000,
    retainContainers: 5,
    errorPages: undefined,
    hooks: { files: {}, quiet: [], timeoutMs: 900_000, secrets: {}, hosts: ['1.1.1.1'] },
    own: {
      knownHosts: [],
      gate: {
        timeoutMs: 30_000,
        intervalMs: 50,
        successes: 2,
        path: undefined,
        expect: { status: undefined, body: undefined },
      },
    },
  })
})

describe('roles', () => {
  test('come with the primary first and the others in the order of their names', () => {
    const roles = rolesOf('servers: {web: [a], zoo: [b], app: [c]}', 'primary_role: zoo')
    expect(roles.map(({ name }) => name)).toEqual(['zoo', 'app', 'web'])
  })

  test('name each host once, tags left aside', () => {
    expect(rolesOf('servers: [a, {b: x}, {a: [y, z]}]')[0]?.hosts).toEqual(['a', 'b'])
  })

  test('may be empty where that is allowed', () => {
    const roles = rolesOf('servers: {web: [a], job: {hosts: []}}', 'allow_empty_roles: true')
    expect(roles.map(({ hosts }) => hosts)).toEqual([['a'], []])
  })

  test.each([
    ['servers: {web: [a], job: [b]}', [true, false]],
    ['servers: {web: {hosts: [a], proxy: false}, job: {hosts: [b], proxy: true}}', [false, true]],
    ['servers: {web: {hosts: [a], proxy: true}, job: {hosts: [b], proxy: {}}}', [true, true]],
    ['servers: {web: {hosts: [a], proxy: {}}, job: {hosts: [b], proxy: no}}', [true, false]],
  ])('%s: which are behind the proxy', (servers, proxied) => {
    expect(rolesOf(servers).map(({ proxy }) => proxy !== undefined)).toEqual(proxied)
  })

  test('put their own proxy settings on top of the root’s', () => {
    const servers =
      'servers: {web: {hosts: [a], proxy: {app_port: 3000, healthcheck: {path: live}}}, api: {hosts: [b], proxy: yes}}'
    const root = 'proxy: {hosts: [x.io, y.io], healthcheck: {interval: 2}, path_prefixes: [/a, /b]}'
    const [web, api] = rolesOf(servers, root)
    expect(web?.proxy).toMatchObject({
      appPort: 3000,
      hosts: ['x.io', 'y.io'],
      pathPrefixes: ['/a', '/b'],
      healthcheck: { intervalMs: 2000, path: '/live' },
    })
    expect(api?.proxy).toMatchObject({ appPort: 80, hosts: ['x.io', 'y.io'] })
  })

  test.each([
    ['', [undefined, 30_000]],
    ['drain_timeout: 5', [undefined, 5000]],
    ['stop_timeout: 9\ndrain_timeout: 5', [9000, 9000]],
  ])('are stopped in good time: %j', (added, times) => {
    const roles = rolesOf('servers: {web: [a], job: [b]}', added)
    expect(roles.map(({ stopTimeoutMs }) => stopTimeoutMs)).toEqual(times)
    const own = rolesOf('servers: {web: {hosts: [a], stop_timeout: 1}}', added)
    expect(own[0]?.stopTimeoutMs).toBe(1000)
  })

  test('keep Docker’s log options only where a driver is named', () => {
    expect(rolesOf('servers: [a]', 'logging: {driver: journald}')[0]?.logging).toEqual({
      driver: 'journald',
      options: {},
    })
  })
})

test('the proxy’s own start is complete as soon as one thing is said of it', () => {
  const added = 'proxy: {run: {http_port: 8080, bind_ips: ["10.0.0.1", "::1"], options: {cpus: 2}}}'
  expect(configIn(deployYml(added)).roles[0]?.proxy?.run).toEqual({
    httpPort: 8080,
    httpsPort: 443,
    metricsPort: undefined,
    debug: false,
    logMaxSize: '10m',
    publish: true,
    bindIps: ['10.0.0.1', '::1'],
    registry: undefined,
    repository: 'basecamp/kamal-proxy',
    version: 'v0.9.2',
    options: [{ name: 'cpus', value: '2' }],
  })
})

test.each([
  ['proxy: jump.io', { user: 'root', host: 'jump.io', port: 22 }],
  ['proxy: me@jump.io:2200', { user: 'me', host: 'jump.io', port: 2200 }],
  ['proxy: "me@[::1]:2200"', { user: 'me', host: '::1', port: 2200 }],
])('a jump host: %s', (proxy, jump) => {
  expect(configIn(deployYml(`ssh: {${proxy}}`)).ssh.proxy).toEqual(jump)
})

test('the simple form of env is all clear', () => {
  const { env } = configIn(deployYml('env: {A: 1, B: on, C: "x y"}')).roles[0] ?? {}
  expect(env).toEqual({ clear: { A: '1', B: true, C: 'x y' }, secret: {} })
})

test('a name that objects inherit is only a name', () => {
  const { env } = configIn(deployYml('env: {__proto__: x, constructor: y}')).roles[0] ?? {}
  expect(Object.entries(env?.clear ?? {})).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})

test('without a destination, ERB does not see the one of an outer process', () => {
  const text = deployYml('labels: {d: "<%= ENV["KAMAL_DESTINATION"] || "none" %>"}')
  const config = configOf({ files: { 'deploy.yml': text }, env: { KAMAL_DESTINATION: 'old' } })
  expect(config.roles[0]?.labels).toEqual({ d: 'none' })
})

test('a file with a byte order mark and Windows line ends reads like any other', () => {
  const text = `\uFEFF${deployYml('deploy_timeout: 5')}`.replaceAll('\n', '\r\n')
  expect(configIn(text)).toEqual(configIn(deployYml('deploy_timeout: 5')))
})
