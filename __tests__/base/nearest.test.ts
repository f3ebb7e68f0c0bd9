import { expect, test } from '@jest/globals'
import { nearest, suggestion } from '../../src/base/nearest.ts'

test.each([
  ['proxi', 'proxy'],
  ['hots', 'hosts'],
  ['evn', 'env'],
  ['serevrs', 'servers'],
  ['Servers', 'servers'],
  ['app-port', 'app_port'],
  ['deploy_timout', 'deploy_timeout'],
  ['env', 'env'],
])('%s was meant to be %s', (word, meant) => {
  expect(nearest(word, ['proxy', 'hosts', 'servers', 'app_port', 'deploy_timeout', 'env'])).toBe(
    meant,
  )
})

test.each(['x', 'traefik', 'y'.repeat(1000)])(
  '%s was meant to be nothing that is known',
  (word) => {
    expect(nearest(word, ['proxy', 'hosts'])).toBeUndefined()
  },
)

test('without a near word, what is allowed is listed', () => {
  expect(suggestion('traefik', ['proxy', 'ssh'])).toBe('allowed: proxy, ssh')
})
