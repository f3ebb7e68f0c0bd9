import { describe, expect, test } from '@jest/globals'
import type { Address } from '../../../src/postgres/reach/address.ts'
import { parseDatabaseUrl } from '../../../src/postgres/reach/parse-url.ts'
import type { Variables } from '../../../src/postgres/reach/parse-url.ts'

const address = (text: string, variables?: Variables): Partial<Address> => {
  const parsed = parseDatabaseUrl(text, variables)
  if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'))
  return parsed.address
}

const mistakes = (text: string, variables?: Variables): readonly string[] => {
  const parsed = parseDatabaseUrl(text, variables)
  return parsed.ok ? [] : parsed.mistakes
}

describe('the URL of a database', () => {
  test('says everything, percent-decoded', () => {
    const url =
      'postgresql://sh%40p:p%2Fw%3A%23@db.example.com:6432/my%20shop?sslmode=require&options=-c%20a%3Db&application_name=x'
    expect(address(url)).toEqual({
      host: 'db.example.com',
      port: 6432,
      user: 'sh@p',
      password: 'p/w:#',
      database: 'my shop',
      sslMode: 'require',
      sslRootCert: undefined,
      options: '-c a=b',
      applicationName: 'x',
    })
  })
  test.each([
    ['postgres://u@h/d', { host: 'h', port: 5432, user: 'u', password: undefined }],
    ['postgres://u@[2001:db8::1]:99/d', { host: '2001:db8::1', port: 99 }],
    ['postgres://u@/d?host=/run/pg', { host: '/run/pg', database: 'd' }],
    ['postgres://u@%2Frun%2Fpg/d', { host: '/run/pg', database: 'd' }],
    ['postgres:///d', { host: undefined, user: undefined, database: 'd' }],
    ['postgres://u@h', { database: undefined, sslMode: 'prefer' }],
    ['postgres://u@h/d?sslmode=allow', { sslMode: 'prefer' }],
    ['postgres://u@h/d?pool=5&schema=public', { database: 'd' }],
    [' postgres://u:a:b@h/d\n', { password: 'a:b' }],
  ])('%s', (url, parts) => {
    expect(address(url)).toMatchObject(parts)
  })
  test('is filled in by the variables of libpq', () => {
    const variables = { PGHOST: 'v', PGPORT: '7', PGPASSWORD: 'pw', PGSSLMODE: '', PGUSER: 'v' }
    expect(address('', variables)).toMatchObject({ host: 'v', port: 7, password: 'pw' })
    expect(address('postgres://u@h:8/d', variables)).toMatchObject({
      host: 'h',
      port: 8,
      user: 'u',
      password: 'pw',
    })
  })
})

describe('a URL that is refused', () => {
  test.each([
    ['mysql://u:hunter2@h/d', /must look like postgres:/],
    ['hunter2', /must look like postgres:/],
    ['postgres://u:hun@ter2@h/d', /percent-encode/],
    ['postgres://u:hun/ter2@h/d', /percent-encode/],
    ['postgres://u:123/hunter2@h/d', /percent-encode/],
    ['postgres://u:hunter2%zz@h/d', /two hex digits/],
    ['postgres://u:hunter2@h:99999/d', /1 to 65535/],
    ['postgres://u:hunter2@h:x/d', /1 to 65535/],
    ['postgres://u:hunter2@a,b/d', /one host/],
    ['postgres://u:hunter2@h/d?sslmode=hunter2', /sslmode must be one of/],
    ['postgres://u:hunter2@h/d?sslmode=verify-full', /needs sslrootcert/],
    ['postgres://u:hunter2@h/d?sslkey=k', /sslkey is not understood/],
  ])('%s', (url, why) => {
    const all = mistakes(url).join('\n')
    expect(all).toMatch(why)
    expect(all).not.toMatch(/hun|ter2/)
  })
})
