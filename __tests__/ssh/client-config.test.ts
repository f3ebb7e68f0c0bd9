import { describe, expect, test } from '@jest/globals'
import { clientSettings, parseHop } from '../../src/ssh/client-config.ts'

const nothing = { include: () => [] }
const of = (host: string, ...texts: readonly string[]) =>
  clientSettings(
    texts.map((text) => ({ text, ...nothing })),
    host,
    '/home/me',
  )

test('the first value counts, whichever block it stands in, and identities add up', () => {
  const text = `# ours
Host shop-*  !shop-old
  HostName %h.internal
  User = deploy
  IdentityFile ~/.ssh/shop
Host *
  User nobody
  Port 2222
  IdentityFile "%d/.ssh/my key"
  IdentitiesOnly yes
`
  expect(of('shop-1', text)).toEqual({
    hostName: 'shop-1.internal',
    user: 'deploy',
    port: 2222,
    proxyJump: undefined,
    proxyCommand: undefined,
    identityFiles: ['~/.ssh/shop', '/home/me/.ssh/my key'],
    identitiesOnly: true,
  })
  expect(of('shop-old', text)).toMatchObject({ hostName: undefined, user: 'nobody' })
})

describe('the way to a host', () => {
  test.each([
    ['Host a\n ProxyJump b', { proxyJump: 'b', proxyCommand: undefined }],
    ['ProxyJump none\nProxyCommand x', { proxyJump: undefined, proxyCommand: 'x' }],
    ['ProxyCommand ssh -W %h:%p b\nProxyJump c', { proxyCommand: 'ssh -W %h:%p b' }],
    ['proxycommand none', { proxyCommand: undefined }],
    ['Match host a\nProxyJump b', { proxyJump: 'b' }],
    ['Match originalhost b\nProxyJump b', { proxyJump: undefined }],
    ['Match all\nProxyJump b', { proxyJump: 'b' }],
    ['Match exec "touch x"\nProxyJump b', { proxyJump: undefined }],
    ['Match host a exec "touch x"\nProxyJump b', { proxyJump: undefined }],
  ])('%j', (text, expected) => {
    expect(of('a', text)).toMatchObject(expected)
  })
})

test('an included file is read where it stands, and a block that it opens ends with it', () => {
  const include = (path: string) => (path === 'conf.d/*' ? ['Host b\nUser b', 'User a'] : [])
  const text = 'Host a\nInclude conf.d/*\nPort 1\n'
  expect(clientSettings([{ text, include }], 'a', '/')).toMatchObject({ user: 'a', port: 1 })
  expect(clientSettings([{ text, include }], 'b', '/')).toMatchObject({ user: undefined })
})

test('a file that includes itself ends', () => {
  const text = 'Include me\nUser a'
  const settings = clientSettings([{ text, include: () => [text] }], 'a', '/')
  expect(settings.user).toBe('a')
})

test.each([
  ['b', { host: 'b', user: undefined, port: undefined }],
  ['u@b:2222', { host: 'b', user: 'u', port: 2222 }],
  ['ssh://u@[::1]:22/', { host: '::1', user: 'u', port: 22 }],
  ['a,b', undefined],
  ['', undefined],
])('a hop: %s', (text, expected) => expect(parseHop(text)).toEqual(expected))
