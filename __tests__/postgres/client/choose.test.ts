import { describe, expect, test } from '@jest/globals'
import { chooseClient } from '../../../src/postgres/client/choose.ts'
import { parseVersion } from '../../../src/postgres/client/find.ts'
import { SeaworthyError } from '../../../src/base/error.ts'

const clients = [17, 15, 16].map((major) => ({ version: `${major}.1`, major }))

describe('the client for a server', () => {
  test.each([
    [15, 15],
    [16, 16],
    [13, 15],
  ])('of major %i is %i', (server, client) => {
    expect(chooseClient(clients, server).major).toBe(client)
  })
  test.each([
    [clients, /pg_dump here is 17.1, 15.1, 16.1/],
    [[], /no pg_dump is installed here/],
  ])('of a newer major is missing', (some, message) => {
    expect.assertions(3)
    try {
      chooseClient(some, 18)
    } catch (error) {
      if (!(error instanceof SeaworthyError)) throw error
      expect(error.code).toBe('client-missing')
      expect(error.message).toMatch(message)
      expect(error.hint).toContain('apt-get install -y postgresql-client-18')
    }
  })
})

test.each([
  ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-1.pgdg120+1)\n', { version: '15.18', major: 15 }],
  ['pg_dump (PostgreSQL) 19beta1', { version: '19beta1', major: 19 }],
  ['pg_dump: error', undefined],
])('version of %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version)
})
