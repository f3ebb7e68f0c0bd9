import type { Accessory, AccessoryKit } from '../../src/config/accessory.ts'
import type { Config, Proxy, Role } from '../../src/config/config.ts'
import type { Journal, JournalRole } from '../../src/host/journal.ts'

/** A proxy section that says nothing: Kamal's defaults. */
export const sampleProxy = (changes: Partial<Proxy> = {}): Proxy => ({
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
  ...changes,
})

/** PostgreSQL, with a file, a folder and a secret. */
export const sampleAccessory = (
  changes: Partial<Accessory> = {},
  kit: Partial<AccessoryKit> = {},
): Accessory => ({
  name: 'db',
  service: 'app-db',
  hosts: ['h'],
  proxy: undefined,
  kit: {
    image: 'postgres:17',
    registry: undefined,
    network: 'kamal',
    port: undefined,
    logging: { driver: undefined, options: { 'max-size': '10m' } },
    env: { clear: {}, secret: {} },
    labels: {},
    volumes: ['$PWD/app-db/etc/db.conf:/etc/db.conf', '$PWD/app-db/data:/var/lib/db'],
    options: [],
    restart: 'unless-stopped',
    cmd: undefined,
    certificate: undefined,
    files: [{ path: 'app-db/etc/db.conf', base64: 'eA==', mode: '640', owner: '999' }],
    directories: [{ path: 'app-db/data', mode: '700', owner: '999:999' }],
    ...kit,
  },
  ...changes,
})

export const sampleRole = (changes: Partial<Role> = {}): Role => ({
  name: 'web',
  hosts: ['h'],
  cmd: undefined,
  env: { clear: {}, secret: {} },
  tagged: {},
  labels: {},
  volumes: [],
  options: [],
  restart: 'unless-stopped',
  logging: { driver: undefined, options: { 'max-size': '10m' } },
  stopTimeoutMs: undefined,
  proxy: sampleProxy(),
  assets: undefined,
  overlap: true,
  ...changes,
})

/** Service `app`, image `ghcr.io/o/app`, one web role on host `h`: as in kamal's own transcripts. */
export const sampleConfig = (changes: Partial<Config> = {}): Config => ({
  file: 'config/deploy.yml',
  service: 'app',
  destination: undefined,
  repository: 'ghcr.io/o/app',
  registry: { server: 'ghcr.io', username: 'u', password: 'p' },
  roles: [sampleRole()],
  primaryHost: 'h',
  accessories: [],
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
  hooks: { files: {}, quiet: [], timeoutMs: 900_000, secrets: {}, hosts: ['h'] },
  own: {
    knownHosts: [],
    gate: {
      timeoutMs: 30_000,
      intervalMs: 200,
      successes: 2,
      path: undefined,
      expect: { status: undefined, body: undefined },
    },
    commands: {},
  },
  ...changes,
})

export const sampleJournalRole = (changes: Partial<JournalRole> = {}): JournalRole => ({
  role: 'web',
  service: 'app-web',
  old: [{ id: 'a'.repeat(64), name: 'app-web-aaa', image: `sha256:${'1'.repeat(64)}` }],
  replaced: undefined,
  route: { targets: ['aaaaaaaaaaaa:80'], flags: [] },
  fresh: { name: 'app-web-bbb', port: 80, flags: [] },
  env: {
    staged: '.kamal/apps/app/env/roles/web.env.bbb',
    final: '.kamal/apps/app/env/roles/web.env',
  },
  stopSeconds: undefined,
  overlap: true,
  ...changes,
})

export const sampleJournal = (token: string, changes: Partial<Journal> = {}): Journal => ({
  format: 1,
  token,
  rollout: token,
  phase: 'staging',
  run: {
    repository: 'acme/shop',
    runId: '17',
    attempt: '2',
    job: 'deploy',
    runner: 'GitHub Actions 4',
    actor: 'octo cat',
  },
  service: 'app',
  destination: undefined,
  version: 'bbb',
  repository: 'ghcr.io/o/app',
  digest: `sha256:${'2'.repeat(64)}`,
  primary: 'h',
  startedAt: '2026-06-18T08:00:00Z',
  deployTimeoutMs: 30_000,
  drainTimeoutMs: 30_000,
  readinessDelayMs: 7000,
  retainContainers: 5,
  hosts: { h: [sampleJournalRole()] },
  ...changes,
})
