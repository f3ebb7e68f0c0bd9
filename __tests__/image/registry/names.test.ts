import { describe, expect, test } from '@jest/globals'
import { parseChallenge } from '../../../src/image/registry/challenge.ts'
import { endpointOf, isGhcr, loginKeyOf } from '../../../src/image/registry/endpoint.ts'

test.each([
  ['ghcr.io/acme/shop', 'ghcr.io', 'acme/shop'],
  ['registry.lab:5000/lab/shop', 'registry.lab:5000', 'lab/shop'],
  ['localhost/shop', 'localhost', 'shop'],
  ['acme/shop', 'registry-1.docker.io', 'acme/shop'],
  ['ruby', 'registry-1.docker.io', 'library/ruby'],
  ['docker.io/acme/shop', 'registry-1.docker.io', 'acme/shop'],
  ['index.docker.io/ruby', 'registry-1.docker.io', 'library/ruby'],
])('%s is asked for at %s as %s', (repository, host, name) => {
  expect(endpointOf(repository)).toEqual({ host, name })
})

test('logins are kept under the name that docker looks for', () => {
  expect(['ghcr.io', undefined, 'docker.io'].map(loginKeyOf)).toEqual([
    'ghcr.io',
    'https://index.docker.io/v1/',
    'https://index.docker.io/v1/',
  ])
  expect(['ghcr.io', 'ghcr.io.evil.org', undefined].map(isGhcr)).toEqual([true, false, false])
})

describe('a challenge', () => {
  test.each([
    ['Basic realm="lab"', { scheme: 'basic' }],
    [
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull"',
      { scheme: 'bearer', realm: 'https://ghcr.io/token', service: 'ghcr.io' },
    ],
    ['bearer realm="https://x/t"', { scheme: 'bearer', realm: 'https://x/t', service: undefined }],
    ['Bearer service="x"', undefined],
    ['Negotiate', undefined],
    ['', undefined],
  ])('%s', (header, challenge) => {
    expect(parseChallenge(header)).toEqual(challenge)
  })
})
