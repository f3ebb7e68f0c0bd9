import { describe, expect, test } from '@jest/globals'
import { unresolvedName } from '../../../src/rollout/diagnosis/name.ts'
import { on, remedyFor, restarting, running, told } from './evidence.ts'

describe('a name that does not resolve', () => {
  test.each([
    ['Error: getaddrinfo ENOTFOUND db.internal', 'db.internal'],
    ['Error: getaddrinfo EAI_AGAIN shop-db', 'shop-db'],
    ['lookup db.internal on 127.0.0.11:53: no such host', 'db.internal'],
    ['cannot reach: lookup db on 127.0.0.11:53: server misbehaving', 'db'],
    ['could not translate host name "shop-db" to address: Name or service not known', 'shop-db'],
    ['java.net.UnknownHostException: shop-db: Name or service not known', 'shop-db'],
    ["ERROR 2005 (HY000): Unknown MySQL server host 'shop-db' (-2)", 'shop-db'],
    ['PDO: php_network_getaddresses: getaddrinfo for shop-db failed: Name', 'shop-db'],
    [
      'Failed to open TCP connection to shop-db:80 (getaddrinfo: Name or service not known)',
      'shop-db',
    ],
    ['tcp connect (shop-db:5432): non-existing domain - :nxdomain', 'shop-db'],
    ['redis: Error -2 connecting to shop-redis:6379. Name or service not known.', 'shop-redis'],
    ['Name or service not known (shop-db:5432)', 'shop-db'],
    ['curl: (6) Could not resolve host: shop-db', 'shop-db'],
    ["wget: bad address 'shop-db'", 'shop-db'],
    ['socket.gaierror: [Errno -2] Name or service not known', undefined],
    ['getaddrinfo(3): Temporary failure in name resolution (SocketError)', undefined],
    ['failed to lookup address information: Try again', undefined],
  ])('%s', (line, name) => expect(unresolvedName(`booting\n${line}\nbye`)).toEqual({ line, name }))

  test('other failures are not taken for one', () => {
    expect(unresolvedName('connect ECONNREFUSED 10.0.0.5:5432\nno such file')).toBeUndefined()
  })
})

const log = 'cannot reach the database: lookup db.internal on 127.0.0.11:53: no such host'

test('it explains an end', () =>
  expect(told({ detail: restarting, log })).toEqual({
    cause: 'name-unresolved',
    headline: `web on h1 cannot resolve the name db.internal: ${log}`,
  }))

test('it explains an app that waits for it and listens nowhere', () =>
  expect(told({ lastProbe: { outcome: 'refused' }, listeners: [], log }).cause).toBe(
    'name-unresolved',
  ))

test('it does not explain the wrong port', () =>
  expect(
    told({ detail: running, lastProbe: { outcome: 'refused' }, listeners: [on('::', 80)], log })
      .cause,
  ).toBe('other-port'))

test('the remedy says how accessories are called', () =>
  expect(remedyFor({ detail: restarting, log })).toContain('SERVICE-ACCESSORY'))
