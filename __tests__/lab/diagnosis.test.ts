import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { containers } from '../../lab/kit/inspect.ts'
import { labHosts, type ImageOptions } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { footing } from './support/footing.ts'
import { makeService, type Overrides } from './support/service.ts'

const hosts = labHosts(1)
const host = hosts[0]?.address ?? ''
const service = makeService('fault', hosts)

const gate = (timeout: string, more: object = {}): Overrides => ({
  'x-seaworthy': { gates: { stage: { timeout, interval: '100ms', ...more } } },
})
/** For faults that show by themselves, and for those that only time shows. */
const [patient, brief] = [gate('20s'), gate('2500ms')]

interface Fault {
  readonly says: RegExp
  readonly remedy: RegExp
  readonly image?: ImageOptions | 'none'
  readonly overrides?: Overrides
  readonly env?: Readonly<Record<string, string>>
}

const up = (status: number, login = 200): ImageOptions => ({
  env: { APP_UP_STATUS: String(status), APP_LOGIN_STATUS: String(login) },
})

const faults: Readonly<Record<string, Fault>> = {
  crash: {
    image: { env: { APP_CRASH: '3' } },
    says: /^web on HOST ended with exit code 3: \S+payments\.rb.*key not found: "PAYMENTS_URL"/,
    remedy: /^set the variable under env\/clear or env\/secret/,
  },
  'crash-later': {
    image: { env: { APP_CRASH: '1', APP_CRASH_AFTER_MS: '600' } },
    overrides: gate('20s', { interval: '200ms', successes: 30 }),
    says: /^web on HOST ended with exit code 1: /,
    remedy: /^set the variable/,
  },
  'out-of-memory': {
    image: { env: { APP_EAT_MEMORY: '1', APP_BOOT_MS: '100' } },
    overrides: { ...patient, servers: { web: { options: { memory: '30m' } } } },
    says: /^web on HOST was killed because it needed more memory than its limit of 30 MiB/,
    remedy: /^raise servers\/web\/options\/memory/,
  },
  'loopback-only': {
    image: { env: { APP_BIND: '127.0.0.1' } },
    overrides: brief,
    says: /^web on HOST listens on 127\.0\.0\.1:3000 only, so the proxy cannot reach it/,
    remedy: /^bind to 0\.0\.0\.0/,
  },
  'other-port': {
    image: { env: { APP_PORT: '8080' } },
    overrides: brief,
    says: /^web on HOST listens on \S+:8080, not on port 3000 \(proxy\/app_port\)/,
    remedy: /^set proxy\/app_port: 8080 in deploy\.yml/,
  },
  'error-500': {
    image: up(500),
    overrides: brief,
    says: /^web on HOST answers GET \/up with 500: /,
    remedy: /see its log$/,
  },
  'no-health-page': {
    image: up(404),
    overrides: brief,
    says: /^web on HOST answers GET \/up with 404: /,
    remedy: /proxy\/healthcheck\/path/,
  },
  redirect: {
    image: up(302, 503),
    overrides: brief,
    says: /^web on HOST redirects GET \/up to \S*\/login, which answers 503/,
    remedy: /without a login, or set proxy\/healthcheck\/path/,
  },
  'login-page': {
    image: up(302),
    overrides: gate('2500ms', { expect: { body: 'ok' } }),
    says: /^web on HOST redirects GET \/up to \S*\/login, which answers 200/,
    remedy: /without a login, or set proxy\/healthcheck\/path/,
  },
  'slow-boot': {
    image: { env: { APP_BOOT_MS: '60000' } },
    overrides: brief,
    says: /^web on HOST does not listen on any port after \d\.\d s; it printed nothing/,
    remedy: /raise x-seaworthy\/gates\/stage\/timeout \(now 2\.5 s\)/,
  },
  'no-such-name': {
    image: { env: { APP_REQUIRE_HOST: 'db.lab' } },
    says: /^web on HOST cannot resolve the name db\.lab: /,
    remedy: /^correct the name in the environment of web/,
  },
  'no-such-command': {
    image: {},
    overrides: { ...patient, servers: { web: { cmd: 'nosuch' } } },
    says: /^web on HOST cannot start: its image has no command "nosuch"/,
    remedy: /^check servers\/web\/cmd/,
  },
  'no-label': {
    image: { label: false },
    says: /HOST failed: \S+:no-label does not carry the label service=fault-\w+/,
    remedy: /^build it with LABEL service=/,
  },
  'other-architecture': {
    image: { arch: 'arm64' },
    says: /^other-architecture is built for arm64, but HOST is amd64/,
    remedy: /builder\/arch/,
  },
  'no-image': {
    image: 'none',
    says: /on HOST failed: there is no such image/,
    remedy: /^was it built and pushed\?/,
  },
  'wrong-password': {
    image: {},
    env: { REGISTRY_PASSWORD: 'this-is-not-the-password' },
    says: /on HOST failed: the registry refused the login/,
    remedy: /registry\/password/,
  },
}

beforeAll(async () => {
  await service.image('v1')
  await service.deploy('v1')
}, 60_000)

afterAll(() => service.remove(), 60_000)

/** Words as a reader of the summary sees them. */
const readable = (markdown: string): string =>
  markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

const onHost = ({ source }: RegExp): RegExp =>
  RegExp(source.replaceAll('HOST', host.replaceAll('.', '\\.')))

describe('a fault has a diagnosis of its own, and changes nothing', () => {
  test.each(Object.entries(faults))(
    '%s',
    async (version, { says, remedy, image = {}, overrides = patient, env = {} }) => {
      if (image !== 'none') await service.image(version, image)
      service.configure(overrides)
      const before = await footing(service)
      const result = await service.run('deploy', { version }, { env })
      expect({ exit: result.exitCode, outcome: result.outputs['outcome'] }).toEqual({
        exit: 1,
        outcome: 'halted',
      })
      const [only, ...others] = result.annotations
      expect(others).toEqual([])
      expect(only?.kind).toBe('error')
      const message = only?.message.split('\n')[0]?.replace(/^halted: .*? - /, '')
      expect(message).toMatch(onHost(says))
      expect(result.log).toMatch(RegExp(remedy.source.replace(/^\^/, ''), 'm'))
      expect(result.summary).toMatch(/^## halted: /)
      expect(readable(result.summary)).toContain(message)
      expect(await footing(service)).toEqual(before)
      expect(await standing(service)).toEqual(settledOn(service, 'v1'))
    },
    60_000,
  )
})

test('text of a host is only text: no output, annotation or mask comes of it', async () => {
  const lines = [
    '::error file=a.rb::owned',
    '::set-output name=version::owned',
    '::add-mask::never',
    '::stop-commands::owned',
    '##[error]owned',
    '%0A::warning::owned',
    'fatal: ::error::owned%0A::notice::owned',
  ]
  await service.image('hostile', { env: { APP_CRASH: '3', APP_PRINT: lines.join('\\n') } })
  service.configure(patient)
  const result = await service.run('deploy', { version: 'hostile' })
  expect(result.exitCode).toBe(1)
  expect(result.outputs).toMatchObject({ outcome: 'halted', version: 'hostile' })
  expect(result.annotations).toEqual([
    { kind: 'error', message: expect.stringMatching(/^halted: /) },
  ])
  expect(result.masks).not.toContain('never')
  expect(result.log).toContain('owned')
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)

test('an app that does not stop when asked holds nothing up but its own end', async () => {
  await service.image('stubborn', { env: { APP_IGNORE_TERM: '1' } })
  service.configure({ stop_timeout: 1 })
  await service.deploy('stubborn')
  await service.deploy('v1')
  const old = (await containers(hosts[0]!, service.name)).find(({ name }) =>
    name.includes('stubborn'),
  )
  expect(old?.state).toBe('exited')
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)
