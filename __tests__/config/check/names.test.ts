import { isIPv4, isIPv6 } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isIpv4, isIpv6 } from '../../../src/config/check/addresses.ts'
import {
  hostFault,
  isHost,
  isImage,
  isName,
  isProxyHost,
  isRegistry,
  isUrlPath,
  isVersion,
} from '../../../src/config/check/names.ts'

const hostile = [
  '',
  ' ',
  'a b',
  '-oX',
  'a;b',
  '$(x)',
  '`x`',
  "a'b",
  'a"b',
  'a\nb',
  '../x',
  'a|b',
  'é',
]

describe('names that reach a shell or a path', () => {
  test.each([
    ['host', isHost, ['a', '1.2.3.4', 'web-1.example.com', 'web_1', '::1', '2001:db8::7']],
    ['role', isName, ['web', 'job_2', 'a.b', 'X-1']],
    ['version', isVersion, ['1', '0a1b2c', 'v1.2', 'aaa_uncommitted_0123456789abcdef']],
    ['image', isImage, ['app', 'acme/app', 'ghcr.io/acme/app', 'reg.lab:5000/a/b__c-d']],
    ['registry', isRegistry, ['ghcr.io', 'registry.lab:5000', 'eu.pkg.dev/proj/repo']],
    ['proxy host', isProxyHost, ['shop.example.com', '*.example.com', '10.0.0.1']],
    ['path', isUrlPath, ['/', '/up', '/a/b.c~d', '/%20']],
  ] as const)('a %s is taken as it should be, and nothing hostile with it', (_, fits, good) => {
    expect(good.filter((text) => !fits(text))).toEqual([])
    expect(hostile.filter((text) => fits(text))).toEqual([])
  })

  test.each([
    ['deploy@1.2.3.4', 'a host takes no user', 'set the user under ssh/user'],
    ['1.2.3.4:2222', 'a host takes no port', 'set the port under ssh/port'],
    ['[::1]:22', 'a host takes no port', 'set the port under ssh/port'],
    [
      'ssh://a',
      'not a host name or address: "ssh://a"',
      'write a name, an IPv4 address, or an IPv6 address without brackets',
    ],
  ])('%s: %s', (text, message, hint) => {
    expect(hostFault(text)).toEqual({ message, hint })
  })

  test.each(['Acme/App', 'app:1', 'app@sha256:00', 'a//b', '/a', 'a/', 'https://a/b'])(
    '%s is no image',
    (text) => {
      expect(isImage(text)).toBe(false)
    },
  )

  test('no long host is searched for ever', () => {
    expect(isHost(`${'a-'.repeat(120)}!`)).toBe(false)
  })
})

describe('addresses are those of node:net', () => {
  const part = fc.constantFrom(':', '::', '0', 'ff', 'ffff', '10000', '1.2.3.4', '256', '.', 'g')
  const text = fc.oneof(
    fc.array(part, { maxLength: 12 }).map((all) => all.join('')),
    fc.ipV4(),
    fc.ipV6(),
  )

  test('IPv4 and IPv6', () => {
    fc.assert(
      fc.property(text, (address) => {
        expect([isIpv4(address), isIpv6(address)]).toEqual([isIPv4(address), isIPv6(address)])
      }),
      { numRuns: 2000 },
    )
  })
})
