import { describe, expect, test } from '@jest/globals'
import { otherKey, shopCertificate, shopKey } from './fixtures/certificates.ts'
import { configOf, deployYml, mistakesOf, readCheckout, type Checkout } from './support.ts'

const file = (accessories: string): string => deployYml(`accessories:\n${accessories}`)

describe('a certificate of its own', () => {
  const ssl = '{certificate_pem: CERT, private_key_pem: KEY}'
  const front = (name: string, more = `ssl: ${ssl}`, host = 'h'): string =>
    `  ${name}: {image: i, host: ${host}, proxy: {host: ${name}.shop.example.com, ${more}}}\n`
  const given = (accessories: string, wanted: string, key = shopKey): Checkout => ({
    files: {
      'deploy.yml': file(accessories),
      '.kamal/secrets': `CERT='${shopCertificate}'\nKEY='${key}'\n`,
    },
    accessories: wanted,
  })

  test('comes from secrets where the accessory is to be made, and is masked', () => {
    const checkout = given(front('img'), 'img')
    const [img] = configOf(checkout).accessories
    expect(img?.kit?.certificate).toEqual({ chain: shopCertificate, key: shopKey })
    expect(readCheckout(checkout).secrets).toContain(shopKey)
  })

  test('is known, but not read, where it is not', () => {
    const missing = { files: { 'deploy.yml': file(front('img')) } }
    const [img] = configOf(missing).accessories
    expect([img?.kit, img?.proxy?.ssl, img?.proxy?.certificate]).toEqual([
      undefined,
      true,
      { chain: '', key: '' },
    ])
    expect(mistakesOf({ ...missing, accessories: 'img' })).toEqual([
      expect.stringContaining("certificate_pem: Secret 'CERT' not found"),
      expect.stringContaining("private_key_pem: Secret 'KEY' not found"),
    ])
  })

  test('with a key that is not its own is refused before anything is changed', () => {
    expect(mistakesOf(given(front('img'), 'all', otherKey))).toEqual([
      'deploy.yml:6:110 accessories/img/proxy/ssl/private_key_pem: the private key does not belong to the certificate',
    ])
  })

  const other = 'ssl: {certificate_pem: CERT, private_key_pem: KEY2}'
  test.each([
    ['the same for two on a host', `${front('a')}${front('b')}`, 'all', []],
    ['another on another host', `${front('a')}${front('b', other, 'h2')}`, 'a', []],
    ['one that the proxy gets itself', `${front('a')}${front('b', 'ssl: true')}`, 'all', []],
    [
      'another on the same host, written with its user',
      `${front('a')}${front('b', other, 'root@h')}`,
      'a',
      [expect.stringContaining('b on h has another certificate')],
    ],
    [
      'another on the same host: they have one place',
      `${front('a')}${front('b', other)}`,
      'a',
      [
        'deploy.yml:6:83 accessories/a/proxy/ssl/certificate_pem: b on h has another certificate, and accessories of a host have one place for it; give both a certificate for all their host names, or each a host of its own',
      ],
    ],
  ])('%s', (_title, accessories, wanted, mistakes) => {
    expect(mistakesOf(given(accessories, wanted))).toEqual(mistakes)
  })
})

test('`proxy: false` is none, as in Kamal, and `true` is refused', () => {
  const given = (proxy: string) => ({
    files: { 'deploy.yml': file(`  db: {image: i, host: h, proxy: ${proxy}}`) },
  })
  expect(configOf(given('false')).accessories[0]?.proxy).toBeUndefined()
  expect(mistakesOf(given('true'))).toEqual([
    'deploy.yml:6:34 accessories/db/proxy: should be a hash; write at least the host that it answers to',
  ])
})

describe('how the proxy of its host is started', () => {
  const run = (port: number): string => `proxy: {host: x, run: {http_port: ${port}}}`
  const accessory = (host: string, proxy: string): string => `  x: {host: ${host}, ${proxy}}`

  test('is its own to say, where nobody else says it', () => {
    const { accessories } = configOf({
      files: { 'deploy.yml': file(accessory('1.1.1.1', run(81))) },
    })
    expect(accessories[0]?.proxy?.run?.httpPort).toBe(81)
  })

  test('is not taken from the root, as roles take it', () => {
    const text = `${file(accessory('h', 'proxy: {host: x}'))}\n${run(81)}`
    const { accessories, roles } = configOf({ files: { 'deploy.yml': text } })
    expect([accessories[0]?.proxy?.run, roles[0]?.proxy?.run?.httpPort]).toEqual([undefined, 81])
  })

  test.each([
    ['the same as a role of its host', '1.1.1.1', 81, []],
    ['another on a host of its own', 'h', 82, []],
    [
      'another than a role of its host',
      '1.1.1.1',
      82,
      ['deploy.yml:6:44 Conflicting proxy run configurations for host 1.1.1.1'],
    ],
  ])('%s', (_title, host, port, mistakes) => {
    const text = `${file(accessory(host, run(port)))}\n${run(81)}`
    expect(mistakesOf({ files: { 'deploy.yml': text } })).toEqual(mistakes)
  })
})

describe('accessories and no servers', () => {
  const text = deployYml('accessories:\n  db: {image: i, hosts: [h1, h2]}\n', { servers: '#' })

  test('are read: the first host of the first one has the lock', () => {
    const { roles, primaryHost, accessories } = configOf({ files: { 'deploy.yml': text } })
    expect([roles, primaryHost, accessories[0]?.hosts]).toEqual([[], 'h1', ['h1', 'h2']])
  })

  test.each([
    ['role: web', 'accessories/db: unknown roles web'],
    ['tag: db', 'it has no host; no server carries its tag, or its roles are empty'],
  ])('where %s names no host, that is told', (place, mistake) => {
    const files = { 'deploy.yml': text.replace('hosts: [h1, h2]', place) }
    expect(mistakesOf({ files, accessories: 'all' })).toContainEqual(
      expect.stringContaining(mistake),
    )
  })
})
