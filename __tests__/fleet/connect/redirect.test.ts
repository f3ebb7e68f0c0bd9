import { expect, test } from '@jest/globals'
import { redirectOf, requestPath } from '../../../src/fleet/connect/redirect.ts'
import type { Place } from '../../../src/fleet/connect/redirect.ts'

const from: Place = {
  address: '172.18.0.4',
  port: 3000,
  hostHeader: '123456789012:3000',
  path: '/health/up?deep=1',
}
const home = (path: string): Place => ({ ...from, path })
const away = (address: string, port: number, hostHeader: string, path: string): Place => ({
  address,
  port,
  hostHeader,
  path,
})

test.each<[string, Place]>([
  ['/login', home('/login')],
  ['login?next=/', home('/health/login?next=/')],
  ['../login', home('/login')],
  ['?again', home('/health/up?again')],
  ['/a b#there', home('/a%20b')],
  ['http://123456789012:3000/login', home('/login')],
  ['HTTP://172.18.0.4:3000', home('/')],
  ['http://172.18.0.4:3000?x=1', home('/?x=1')],
  ['http://user:secret@172.18.0.4:3000/x', home('/x')],
  ['http://172.18.0.4:4000/', away('172.18.0.4', 4000, '172.18.0.4:4000', '/')],
  ['http://172.18.0.4/', away('172.18.0.4', 80, '172.18.0.4', '/')],
  ['http://shop.example.com/up', away('shop.example.com', 80, 'shop.example.com', '/up')],
  ['//shop.example.com:81/up', away('shop.example.com', 81, 'shop.example.com:81', '/up')],
  ['http://[::1]:8080/up', away('::1', 8080, '[::1]:8080', '/up')],
])('a redirect to %s is followed', (location, place) => {
  const found = redirectOf(302, location, from)
  expect(found).toMatchObject({ kind: 'to', place })
})

test('a redirect to the name the proxy asks for stays with the container', () => {
  const named = { ...from, hostHeader: 'shop.example.com' }
  expect(redirectOf(301, 'http://shop.example.com:3000/x', named)).toMatchObject({
    place: { ...named, path: '/x' },
  })
})

test('a redirect to https is not followed', () => {
  const url = 'https://shop.example.com/up'
  expect(redirectOf(301, url, from)).toEqual({ kind: 'stop', url })
})

test.each([
  'ftp://shop.example.com/',
  'mailto:root@example.com',
  'http:///up',
  'javascript:alert(1)',
])('a redirect to %s is an error, as for Go', (location) => {
  expect(redirectOf(302, location, from)).toMatchObject({ kind: 'error' })
})

test.each([200, 204, 300, 304, 305, 306, 404, 500])('status %d is no redirect', (status) => {
  expect(redirectOf(status, '/login', from)).toBeUndefined()
})
test.each([301, 302, 303, 307, 308])('status %d without a location is no redirect', (status) => {
  expect([redirectOf(status, undefined, from), redirectOf(status, '', from)]).toEqual([
    undefined,
    undefined,
  ])
})

test('what no request line may hold is escaped', () => {
  expect(requestPath('/up?a=b c#d')).toBe('/up?a=b%20c')
})
