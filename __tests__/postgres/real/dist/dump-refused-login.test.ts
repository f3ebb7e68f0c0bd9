import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { freePort } from '../../../../lab/kit/postgres-process.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { expectRefused } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

let nightly: Nightly
beforeAll(async () => {
  nightly = await startNightly()
})
afterAll(() => nightly.close())

describe('a database that does not let the backup in', () => {
  const server = serverForTests({ major: 15 })

  test.each([
    {
      name: 'a wrong password',
      url: ({ port }: { port: number }) =>
        `postgres://postgres:s3cr3t-wrong@127.0.0.1:${port}/shop`,
      code: 'database-login-refused',
      says: 'the password is wrong',
    },
    {
      name: 'a database that is not there',
      url: ({ urlOf }: { urlOf: (name: string) => string }) => urlOf('nowhere'),
      code: 'database-login-refused',
      says: 'there is no such database',
    },
    {
      name: 'a role that is not there',
      url: ({ port }: { port: number }) => `postgres://nobody:s3cr3t-wrong@127.0.0.1:${port}/shop`,
      code: 'database-login-refused',
      says: 'the password is wrong, or the role has none',
    },
  ])(
    '$name: one annotation that says so, without the password',
    async ({ url, code, says }) => {
      const result = await nightly.backup({ 'database-url': url(server()) })
      const said = expectRefused(result, nightly, code, [server().password, 's3cr3t-wrong'])
      expect(said).toContain(says)
    },
    120_000,
  )

  test('a port where nothing listens', async () => {
    const url = `postgres://postgres:s3cr3t-wrong@127.0.0.1:${await freePort()}/shop`
    const result = await nightly.backup({ 'database-url': url })
    const said = expectRefused(result, nightly, 'database-unreachable', ['s3cr3t-wrong'])
    expect(said).toContain('nothing listens there (connection refused)')
  }, 120_000)
})

describe('a server that is newer than every client', () => {
  const server = serverForTests({ major: 18 })

  test('is refused with both versions and the package that helps', async () => {
    const result = await nightly.backup(
      { 'database-url': server().url },
      { PATH: '/nowhere:/usr/bin:/bin' },
    )
    const said = expectRefused(result, nightly, 'client-missing', [server().password])
    expect(said).toMatch(
      /The server is PostgreSQL 18, but pg_dump here is (?:1[0-7]\.\d+(?:, )?)+: it can't dump/,
    )
    expect(said).toContain('apt-get install -y postgresql-client-18')
  }, 120_000)
})
