import { describe, expect, test } from '@jest/globals'
import type { Role } from '../../src/config/config.ts'
import { fingerprint } from '../../src/host/fingerprint.ts'
import { sampleConfig, sampleProxy, sampleRole } from './sample.ts'

const base = sampleRole({ env: { clear: { A: '1' }, secret: { S: 'x' } } })
const of = (role: Role, digest = 'sha256:1', host = 'h'): string =>
  fingerprint(sampleConfig(), role, host, digest)

describe('the fingerprint of a role', () => {
  test('is 64 hex characters, the same for the same things', () => {
    expect(of(base)).toMatch(/^[0-9a-f]{64}$/)
    expect(of({ ...base })).toBe(of(base))
  })

  test.each<[string, Partial<Role>]>([
    ['command', { cmd: 'bin/jobs' }],
    ['clear value', { env: { clear: { A: '2' }, secret: { S: 'x' } } }],
    ['rotated secret', { env: { clear: { A: '1' }, secret: { S: 'y' } } }],
    ['secret that became clear', { env: { clear: { A: '1', S: 'x' }, secret: {} } }],
    ['label', { labels: { a: 'b' } }],
    ['volume', { volumes: ['a:/a'] }],
    ['option', { options: [{ name: 'init', value: true }] }],
    ['restart policy', { restart: 'always' }],
    ['folder of assets', { assets: { path: '/a', options: undefined } }],
    ['certificate', { proxy: sampleProxy({ certificate: { chain: 'c', key: 'k' } }) }],
    ['logging', { logging: { driver: 'local', options: {} } }],
  ])('differs with another %s', (_what, change) => {
    expect(of({ ...base, ...change })).not.toBe(of(base))
  })

  test('differs with another image', () => expect(of(base, 'sha256:2')).not.toBe(of(base)))

  test('is that of the host: tags change one and leave another', () => {
    const tagged = { ...base, tagged: { h: { clear: { A: '1' }, secret: { S: 'y' } } } }
    expect(of(tagged)).not.toBe(of(base))
    expect(of(tagged, 'sha256:1', 'other')).toBe(of(base))
  })

  test('differs with a renewed certificate, and with other error pages', () => {
    const withKey = (key: string) =>
      of({ ...base, proxy: sampleProxy({ certificate: { chain: 'c', key } }) })
    expect(withKey('renewed')).not.toBe(withKey('k'))
    const withPage = (text: string) =>
      fingerprint(sampleConfig({ errorPages: [{ name: '502.html', text }] }), base, 'h', 'sha256:1')
    expect(withPage('a')).not.toBe(withPage('b'))
  })

  test('holds no secret', () => expect(of(base)).not.toContain('x'))
})
