import { describe, expect, test } from '@jest/globals'
import { configIn, deployYml, mistakesIn } from './support.ts'

const stage = (settings: string) => deployYml(`x-seaworthy: {gates: {stage: {${settings}}}}`)

describe('the gate of a staged container', () => {
  test('lasts as long as a deploy may, and wants two answers in a row', () => {
    expect(configIn(deployYml('deploy_timeout: 40')).own).toEqual({
      knownHosts: [],
      commands: {},
      gate: {
        timeoutMs: 40_000,
        intervalMs: 50,
        successes: 2,
        path: undefined,
        expect: { status: undefined, body: undefined },
      },
    })
  })

  test('is what the file says', () => {
    const text = stage(
      'timeout: 20, interval: 200ms, successes: 3, path: /live, expect: {status: 204, body: ok}',
    )
    expect(configIn(text).own.gate).toEqual({
      timeoutMs: 20_000,
      intervalMs: 200,
      successes: 3,
      path: '/live',
      expect: { status: 204, body: 'ok' },
    })
  })

  test.each([
    [
      'timeout: soon',
      '5:40 x-seaworthy/gates/stage/timeout: not a duration: "soon"; write 250ms, 30s, 5m, or a number of seconds',
    ],
    ['timeout: 500ms', '5:40 x-seaworthy/gates/stage/timeout: should be at least 1s'],
    ['interval: 0', '5:41 x-seaworthy/gates/stage/interval: should be at least 10ms'],
    ['successes: 0', '5:42 x-seaworthy/gates/stage/successes: should be between 1 and 1000'],
    ['path: up', '5:37 x-seaworthy/gates/stage/path: not a path: "up"; write it as /up'],
    [
      'expect: {status: 302}',
      '5:48 x-seaworthy/gates/stage/expect/status: should be between 200 and 299; the proxy itself takes only these for healthy',
    ],
    [
      'expect: {states: 200}',
      '5:40 x-seaworthy/gates/stage/expect: unknown key: states; did you mean status?',
    ],
    ['timeot: 1s', '5:31 x-seaworthy/gates/stage: unknown key: timeot; did you mean timeout?'],
  ])('%s is refused', (settings, mistake) => {
    expect(mistakesIn(stage(settings))).toEqual([`deploy.yml:${mistake}`])
  })

  test.each([
    ['timeout: 3s, interval: 1s, successes: 2', undefined],
    [
      'timeout: 2s, interval: 1s, successes: 2',
      '5:69 x-seaworthy/gates/stage/successes: the gate cannot pass after one failed check: 2 successes 1s apart then take 2s, and its timeout is 2s; raise timeout, or lower interval or successes',
    ],
    [
      'interval: 15s',
      '5:41 x-seaworthy/gates/stage/interval: the gate cannot pass after one failed check: 2 successes 15s apart then take 30s, and its timeout is 30s; raise timeout, or lower interval or successes',
    ],
    [
      'successes: 700',
      '5:42 x-seaworthy/gates/stage/successes: the gate cannot pass after one failed check: 700 successes 50ms apart then take 35s, and its timeout is 30s; raise timeout, or lower interval or successes',
    ],
  ])('must be able to see one failed check: %s', (settings, mistake) => {
    expect(mistakesIn(stage(settings))).toEqual(
      mistake === undefined ? [] : [`deploy.yml:${mistake}`],
    )
  })
})

describe('our own block', () => {
  const servers = 'servers: {web: [a], cron: [b], api: {hosts: [c], proxy: true}}'
  const own = (text: string) => deployYml(`x-seaworthy: ${text}`, { servers })

  test('a role may be told not to overlap', () => {
    const { roles } = configIn(own('{roles: {cron: {overlap: false}}}'))
    expect(roles.map(({ name, overlap }) => [name, overlap])).toEqual([
      ['web', true],
      ['api', true],
      ['cron', false],
    ])
  })

  test('known hosts are lines of text', () => {
    const { knownHosts } = configIn(own('{known-hosts: ["SHA256:abc", "a ssh-ed25519 AAAA"]}')).own
    expect(knownHosts).toEqual(['SHA256:abc', 'a ssh-ed25519 AAAA'])
  })

  test.each([
    [
      '{roles: {crno: {overlap: false}}}',
      '5:23 x-seaworthy/roles: there is no role crno; did you mean cron?',
    ],
    [
      '{roles: {web: {overlap: false}}}',
      '5:38 x-seaworthy/roles/web/overlap: the role web is behind the proxy: its old container has to answer until the new one does',
    ],
    ['{roles: {cron: {overlap: 1}}}', '5:39 x-seaworthy/roles/cron/overlap: should be a boolean'],
    ['{known-hosts: x}', '5:28 x-seaworthy/known-hosts: should be an array'],
    [
      '{known-hosts: [""]}',
      '5:29 x-seaworthy/known-hosts/0: should be a line of known_hosts or a SHA256: fingerprint',
    ],
    ['{gate: {}}', '5:15 x-seaworthy: unknown key: gate; did you mean gates?'],
    ['[]', '5:14 x-seaworthy: should be a hash'],
  ])('%s is refused', (text, mistake) => {
    expect(mistakesIn(own(text))).toEqual([`deploy.yml:${mistake}`])
  })
})
