import { describe, expect, test } from '@jest/globals'
import { proxyFlags } from '../../src/host/proxy-flags.ts'
import { proxyRunArgs } from '../../src/host/proxy-run.ts'
import { proxyFilesOf } from '../../src/host/web-files.ts'
import { sampleConfig, sampleProxy, sampleRole } from './sample.ts'

describe('the flags of kamal-proxy deploy', () => {
  test("are those of Kamal's transcript when deploy.yml says nothing", () => {
    expect(proxyFlags(sampleConfig(), sampleProxy()).join(' ')).toBe(
      '--deploy-timeout="30s" --drain-timeout="30s" --buffer-requests --buffer-responses ' +
        '--log-request-header="Cache-Control" --log-request-header="Last-Modified" --log-request-header="User-Agent"',
    )
  })

  test("come in Kamal's order when it says everything", () => {
    const proxy = sampleProxy({
      hosts: ['a.test', 'b.test'],
      ssl: true,
      certificate: { chain: 'c', key: 'k' },
      sslRedirect: true,
      forwardHeaders: true,
      responseTimeoutMs: 10_000,
      pathPrefixes: ['/api', '/v2'],
      stripPathPrefix: true,
      healthcheck: { intervalMs: 2000, timeoutMs: 1500, path: '/health check' },
      buffering: {
        requests: true,
        responses: true,
        maxRequestBody: 40_000_000,
        maxResponseBody: 0,
        memory: 2_000_000,
      },
      logging: { requestHeaders: ['X-A'], responseHeaders: ['X-B', 'X-C'] },
    })
    const config = sampleConfig({
      destination: 'eu',
      deployTimeoutMs: 60_000,
      drainTimeoutMs: 5000,
      errorPages: [{ name: '502.html', text: '' }],
    })
    const files = proxyFilesOf(config, sampleRole({ proxy }), 'bbb')
    expect(proxyFlags(config, proxy, files)).toEqual([
      '--host="a.test"',
      '--host="b.test"',
      '--tls',
      '--tls-certificate-path="/home/kamal-proxy/.apps-config/app-eu/tls/web/cert.pem"',
      '--tls-private-key-path="/home/kamal-proxy/.apps-config/app-eu/tls/web/key.pem"',
      '--deploy-timeout="60s"',
      '--drain-timeout="5s"',
      '--health-check-interval="2s"',
      '--health-check-timeout="1.5s"',
      '--health-check-path="/health check"',
      '--target-timeout="10s"',
      '--buffer-requests',
      '--buffer-responses',
      '--buffer-memory="2000000"',
      '--max-request-body="40000000"',
      '--max-response-body="0"',
      '--path-prefix="/api"',
      '--path-prefix="/v2"',
      '--strip-path-prefix',
      '--forward-headers',
      '--tls-redirect',
      '--log-request-header="X-A"',
      '--log-response-header="X-B"',
      '--log-response-header="X-C"',
      '--error-pages="/home/kamal-proxy/.apps-config/app-eu/error_pages/bbb"',
    ])
  })

  test('say no where deploy.yml says no', () => {
    const { buffering } = sampleProxy()
    const proxy = sampleProxy({
      sslRedirect: false,
      forwardHeaders: false,
      stripPathPrefix: false,
      buffering: { ...buffering, requests: false, responses: false },
    })
    expect(proxyFlags(sampleConfig(), proxy)).toEqual(
      expect.arrayContaining([
        '--buffer-requests="false"',
        '--buffer-responses="false"',
        '--strip-path-prefix="false"',
        '--forward-headers="false"',
        '--tls-redirect="false"',
      ]),
    )
  })
})

describe("the proxy's own settings", () => {
  const run = {
    httpPort: 80,
    httpsPort: 443,
    metricsPort: undefined,
    debug: false,
    logMaxSize: '10m',
    publish: true,
    bindIps: [],
    registry: undefined,
    repository: 'basecamp/kamal-proxy',
    version: 'v0.9.2',
    options: [],
  } as const
  const text = (changes: Partial<Parameters<typeof proxyRunArgs>[0]>): string =>
    proxyRunArgs({ ...run, ...changes })
      .map((arg) => (typeof arg === 'string' ? arg : arg.raw))
      .join(' ')

  test.each([
    [
      'defaults',
      {},
      '--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2',
    ],
    [
      'ports and addresses',
      { httpPort: 8080, bindIps: ['10.0.0.1', '2001:db8::1'] },
      '--publish 10.0.0.1:8080:80 --publish 10.0.0.1:443:443 --publish [2001:db8::1]:8080:80 ' +
        '--publish [2001:db8::1]:443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2',
    ],
    [
      'metrics and debug',
      { publish: false, metricsPort: 9090, debug: true, registry: 'r.test:5000' },
      '--log-opt max-size=10m --expose=9090 r.test:5000/basecamp/kamal-proxy:v0.9.2 ' +
        'kamal-proxy run --debug --metrics-port "9090"',
    ],
  ])('%s', (_title, changes, said) => expect(text(changes)).toBe(said))
})
