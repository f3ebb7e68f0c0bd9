import { describe, expect, test } from '@jest/globals'
import { allHosts, serviceKey } from '../../src/config/config.ts'
import { deployYml, productionYml, secretFiles, stagingYml } from './fixtures/rails.ts'
import { configOf, readCheckout, warningsOf, type Checkout } from './support.ts'

const files = {
  'deploy.yml': deployYml,
  'deploy.production.yml': productionYml,
  'deploy.staging.yml': stagingYml,
  ...secretFiles,
}
const env = { GITHUB_TOKEN: 'ghs_1' }
const production: Checkout = { files, env, destination: 'production' }
const staging: Checkout = { files, env, destination: 'staging' }

describe('a Rails shop in production', () => {
  const config = configOf(production)
  const [web, job] = config.roles

  test('is one service on three hosts', () => {
    expect(serviceKey(config)).toBe('shop-production')
    expect(allHosts(config)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
    expect(config.primaryHost).toBe('10.0.0.1')
    expect(config.repository).toBe('ghcr.io/acme/shop')
    expect(config.registry).toEqual({ server: 'ghcr.io', username: 'acme', password: 'ghs_1' })
  })

  test('waits as long as the file says', () => {
    expect(config).toMatchObject({
      file: 'deploy.yml',
      boot: { limit: { percent: 25 }, waitMs: 2000 },
      deployTimeoutMs: 45_000,
      drainTimeoutMs: 20_000,
      readinessDelayMs: 4000,
      retainContainers: 3,
    })
  })

  test('is reached through its jump host', () => {
    expect(config.ssh).toEqual({
      user: 'deploy',
      port: 2222,
      proxy: { user: 'jump', host: 'bastion.example.com', port: 22 },
      keys: ['~/.ssh/deploy'],
      keyData: ['-----BEGIN KEY-----\nabc\n-----END KEY-----'],
      keysOnly: false,
      configFiles: 'own',
    })
  })

  test('has a web role behind the proxy', () => {
    expect(web).toMatchObject({
      name: 'web',
      hosts: ['10.0.0.1', '10.0.0.2'],
      cmd: undefined,
      labels: { 'com.example.team': 'shop' },
      volumes: ['shop_storage:/rails/storage'],
      options: [],
      restart: 'unless-stopped',
      logging: { driver: 'local', options: { 'max-size': '50m' } },
      stopTimeoutMs: undefined,
      overlap: true,
    })
    expect(web?.env).toEqual({
      clear: {
        RAILS_LOG_LEVEL: 'info',
        WEB_CONCURRENCY: '2',
        SOLID_QUEUE_IN_PUMA: false,
        RELEASE: '1.1',
        HOST_TOKEN: '${HOST_TOKEN}',
        BLANK: null,
      },
      secret: {
        RAILS_MASTER_KEY: 'prod-key',
        DATABASE_URL: 'postgres://shop:s3cr3t@10.0.0.9/shop',
      },
    })
  })

  test('is served as the proxy block says', () => {
    expect(web?.proxy).toEqual({
      appPort: 3000,
      hosts: ['shop.example.com', 'www.shop.example.com'],
      ssl: false,
      sslRedirect: undefined,
      forwardHeaders: true,
      responseTimeoutMs: 10_000,
      pathPrefixes: [],
      stripPathPrefix: undefined,
      healthcheck: { intervalMs: 3000, timeoutMs: undefined, path: '/up' },
      buffering: {
        requests: true,
        responses: true,
        maxRequestBody: 40_000_000,
        maxResponseBody: undefined,
        memory: undefined,
      },
      logging: { requestHeaders: ['X-Request-ID'], responseHeaders: [] },
      run: undefined,
    })
  })

  test('has a job role with settings of its own on top of the root', () => {
    expect(job).toMatchObject({
      name: 'job',
      hosts: ['10.0.0.3'],
      cmd: 'bin/jobs',
      labels: { 'com.example.team': 'shop', tier: 'background' },
      options: [
        { name: 'memory', value: '2g' },
        { name: 'cpus', value: '1.5' },
        { name: 'add-host', value: 'db:10.0.0.9' },
        { name: 'add-host', value: 'cache:10.0.0.10' },
        { name: 'init', value: true },
      ],
      restart: 'on-failure:5',
      logging: { driver: 'local', options: { 'max-size': '50m', 'max-file': '3' } },
      stopTimeoutMs: 90_000,
      proxy: undefined,
      overlap: false,
    })
    expect(job?.env.clear).toMatchObject({ WEB_CONCURRENCY: '1', QUEUES: 'critical,default' })
    expect(Object.keys(job?.env.secret ?? {})).toEqual([
      'RAILS_MASTER_KEY',
      'DATABASE_URL',
      'SIDEKIQ_LICENSE',
    ])
  })

  test('gives every secret that was used to be masked, and no other', () => {
    expect(new Set(readCheckout(production).secrets)).toEqual(
      new Set([
        'ghs_1',
        'prod-key',
        's3cr3t',
        'postgres://shop:s3cr3t@10.0.0.9/shop',
        'common',
        '-----BEGIN KEY-----\nabc\n-----END KEY-----',
      ]),
    )
  })

  test('has nothing to warn of but a command that is not installed', () => {
    expect(warningsOf(production)).toEqual([
      '.kamal/secrets.production:4:1 UNUSED: op failed (not found); what it printed is used, as by Kamal',
    ])
  })
})

describe('the same shop in staging', () => {
  const config = configOf({
    ...staging,
    files: {
      ...files,
      '.kamal/secrets.staging': 'RAILS_MASTER_KEY=s\nSIDEKIQ_LICENSE=staging # x',
    },
  })
  const [web, job] = config.roles

  test('replaces lists and scalars and merges tables', () => {
    expect(allHosts(config)).toEqual(['staging.example.com'])
    expect(config.boot).toEqual({ limit: { hosts: 1 }, waitMs: 2000 })
    expect(config.own.gate.timeoutMs).toBe(30_000)
    expect(web?.proxy).toMatchObject({
      hosts: ['staging.shop.example.com'],
      ssl: true,
      appPort: 3000,
    })
    expect(web?.env.clear).toMatchObject({ RAILS_LOG_LEVEL: 'debug', STAGE: 'staging' })
    expect(web?.env.secret).toEqual({ RAILS_MASTER_KEY: 's' })
    expect(job?.cmd).toBe('bin/jobs')
    expect(job?.env.secret).toEqual({ RAILS_MASTER_KEY: 's', SIDEKIQ_LICENSE: 'staging' })
  })
})
