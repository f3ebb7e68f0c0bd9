import { describe, expect, test } from '@jest/globals'
import { parseThrough } from '../../../src/postgres/reach/through.ts'

describe('through', () => {
  test.each([
    ['', { kind: 'direct' }],
    ['direct', { kind: 'direct' }],
    ['ssh://h1', { kind: 'tunnel', host: 'h1', port: 22, user: undefined }],
    [
      'ssh://deploy@10.0.0.5:2222/',
      { kind: 'tunnel', host: '10.0.0.5', port: 2222, user: 'deploy' },
    ],
    ['ssh://[::1]:23', { kind: 'tunnel', host: '::1', port: 23 }],
    ['ssh://d@h1/shop-db', { kind: 'container', host: 'h1', user: 'd', container: 'shop-db' }],
  ])('%s', (text, through) => {
    expect(parseThrough(text)).toMatchObject({ ok: true, through })
  })
  test.each([
    ['tunnel', /must be `direct`/],
    ['https://h1', /must be `direct`/],
    ['ssh://-oProxyCommand=x', /must be `direct`/],
    ['ssh://u:secret@h', /must not have a password/],
    ['ssh://h:70000', /1 to 65535/],
    ['ssh://h/a/b', /name of one container/],
    ['ssh://h/--help', /name of one container/],
  ])('%s is refused', (text, mistake) => {
    const parsed = parseThrough(text)
    expect(parsed).toEqual({ ok: false, mistake: expect.stringMatching(mistake) })
    expect(JSON.stringify(parsed)).not.toContain('secret')
  })
})
