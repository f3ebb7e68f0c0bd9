import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../../src/host/word.ts'
import { daemon, failed, told } from './failure.ts'

const change = {
  word: 'switch',
  service: 'shop-web',
  container: 'shop-web-v2',
  port: 3000,
  flags: ['--host="shop.example.com"', '--host="www.example.com"', '--deploy-timeout="30s"'],
} as const satisfies Word
const back: Word = {
  word: 'switch-back',
  service: 'shop-web',
  targets: ['172.18.0.2:3000'],
  flags: [],
}
const boot: Word = { word: 'boot-proxy', run: [] }

describe('kamal-proxy', () => {
  const unhealthy = 'Error: target failed to become healthy within configured timeout (30s)\n'

  test.each([
    [change, 'shop-web to shop-web-v2', 'shop-web-v2'],
    [back, 'shop-web back to 172.18.0.2:3000', '172.18.0.2:3000'],
  ])('that does not find the target healthy', (word, doing, target) =>
    expect(told(word, unhealthy)).toEqual({
      code: 'gate-failed',
      message: `switch ${doing} on h1 failed: kamal-proxy did not find ${target} healthy within 30s; it went on with the old one`,
    }),
  )

  test('whose other service has the host name', () => {
    const error = failed([change], 'Error: host settings conflict with another service\n')
    expect(error).toMatchObject({
      code: 'proxy-refused',
      message:
        'switch shop-web to shop-web-v2 on h1 failed: another service has shop.example.com and www.example.com already',
      hint: expect.stringContaining(
        'see which one on h1 (docker exec kamal-proxy kamal-proxy list)',
      ),
    })
  })

  test('whose other service takes everything', () =>
    expect(
      told({ ...change, flags: [] }, 'Error: host settings conflict with another service'),
    ).toMatchObject({ message: expect.stringContaining('only one may go without proxy/host') }))

  test.each([
    [
      'Error: automatic TLS does not support wildcards',
      'proxy-refused',
      'a wildcard under proxy/hosts',
    ],
    ['Error: unable to load certificate', 'proxy-refused', 'check the certificate'],
    ['Error: x y :invalid host pattern', 'proxy-refused', 'correct proxy/host'],
    ['Error: unknown flag: --nope', 'proxy-too-old', 'kamal proxy reboot'],
    [`${daemon}No such container: kamal-proxy`, 'proxy-refused', 'a deploy starts it'],
    [
      `${daemon}container 9705c935a288aa3d4ad6546b0e3ca9e4e6ce323739ce3611b742f02c7e3f8d27 is not running`,
      'proxy-refused',
      'docker logs kamal-proxy on h1',
    ],
    ['no container shop-web-v2', 'script-failed', 'stage web'],
  ])('that says %s', (stderr, code, hint) => {
    const error = failed([change], stderr)
    expect([error.code, error.hint]).toEqual([code, expect.stringContaining(hint)])
  })

  test('that is not there when a service is to be removed', () =>
    expect(
      told({ word: 'unroute', service: 'shop-web' }, `${daemon}No such container: kamal-proxy`),
    ).toEqual({
      code: 'proxy-refused',
      message: 'remove shop-web from kamal-proxy on h1 failed: kamal-proxy does not run on h1',
    }))

  test('that does not get its port', () =>
    expect(
      told(
        boot,
        `docker: ${daemon}driver failed programming external connectivity on endpoint kamal-proxy (fba6e91e): Bind for 0.0.0.0:80 failed: port is already allocated.\n`,
        125,
      ),
    ).toEqual({
      code: 'proxy-refused',
      message: 'start kamal-proxy on h1 failed: port 80 of h1 is in use already',
    }))

  test('whose image can not be pulled', () =>
    expect(
      told(
        boot,
        `Unable to find image 'basecamp/kamal-proxy:nope' locally\ndocker: ${daemon}Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 127.0.0.11:53: no such host.\nSee 'docker run --help'.\n`,
        125,
      ),
    ).toEqual({
      code: 'registry-unreachable',
      message: 'start kamal-proxy on h1 failed: h1 cannot reach the registry',
    }))
})
