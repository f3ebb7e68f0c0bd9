import { describe, expect, test } from '@jest/globals'
import { formatMistake } from '../../src/config/mistake.ts'
import { readConfig } from '../../src/config/read.ts'
import { noPrograms } from '../support/programs.ts'
import { otherKey, shopCertificate, shopKey } from './fixtures/certificates.ts'
import { configIn, deployYml, mistakesIn } from './support.ts'

type Files = Readonly<Record<string, string>>

const secrets = (values: Files): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')

const read = (yml: string, files: Files = {}, now?: number) =>
  readConfig(
    { file: 'deploy.yml' },
    {
      read: (path) => ({ 'deploy.yml': yml, ...files })[path],
      list: (folder) => {
        const found = Object.keys(files).filter((path) => path.startsWith(`${folder}/`))
        return found.length === 0 ? undefined : found.map((path) => path.slice(folder.length + 1))
      },
      env: {},
      programs: noPrograms,
      ...(now === undefined ? {} : { now }),
    },
  )

const mistakes = (...args: Parameters<typeof read>): readonly string[] => {
  const result = read(...args)
  return result.ok ? [] : result.mistakes.map(formatMistake)
}

const warnings = (...args: Parameters<typeof read>): readonly string[] => {
  const result = read(...args)
  return result.ok ? result.warnings.map(formatMistake) : ['not readable']
}

describe('assets', () => {
  test.each([
    ['/rails/public/assets', { path: '/rails/public/assets', options: undefined }],
    ['/rails/public/assets:ro', { path: '/rails/public/assets', options: 'ro' }],
    ['/a:ro,Z', { path: '/a', options: 'ro,Z' }],
    ['/site/dist/', { path: '/site/dist/', options: undefined }],
  ])('of the root: %s', (text, assets) => {
    expect(configIn(deployYml(`asset_path: ${text}`)).roles[0]?.assets).toEqual(assets)
  })

  test("a role's own come before the root's, and one without a proxy has none", () => {
    const servers =
      'servers: {web: {hosts: [a], asset_path: /own}, api: {hosts: [b], proxy: true}, job: [c]}'
    const { roles } = configIn(deployYml('asset_path: /root\nproxy: {host: x}', { servers }))
    expect(roles.map(({ name, assets }) => [name, assets?.path])).toEqual([
      ['web', '/own'],
      ['api', '/root'],
      ['job', undefined],
    ])
  })

  test.each([
    [
      'public',
      '5:13 asset_path: not a folder in the image: "public"; write it as /rails/public/assets',
    ],
    ['/', '5:13 asset_path: not a folder in the image: "/"; write it as /rails/public/assets'],
    ['//', '5:13 asset_path: not a folder in the image: "//"; write it as /rails/public/assets'],
    [
      '"/a b"',
      '5:13 asset_path: not a folder in the image: "/a b"; write it as /rails/public/assets',
    ],
    [
      '/a/../b',
      '5:13 asset_path: not a folder in the image: "/a/../b"; write it as /rails/public/assets',
    ],
    ['"/a:ro;x"', '5:13 asset_path: not options of a volume: "ro;x"; write ro, z or Z'],
  ])('%s is refused', (text, mistake) => {
    expect(mistakesIn(deployYml(`asset_path: ${text}`))).toEqual([`deploy.yml:${mistake}`])
  })
})

describe('error pages', () => {
  const yml = deployYml('error_pages_path: public')

  test("are Kamal's {4??.html,5??.html} of the folder, in order", () => {
    const result = read(yml, {
      'public/502.html': '<h1>502</h1>',
      'public/404.html': '<h1>404</h1>',
      'public/5xx.html': 'é',
      'public/robots.txt': '',
      'public/5000.html': '',
      'public/index.html': '',
    })
    expect(result.ok && result.config.errorPages).toEqual([
      { name: '404.html', text: '<h1>404</h1>' },
      { name: '502.html', text: '<h1>502</h1>' },
      { name: '5xx.html', text: 'é' },
    ])
  })

  test.each<[string, Files, string]>([
    ['a folder that is missing', {}, 'there is no folder public in the checkout'],
    [
      'a folder without one',
      { 'public/robots.txt': '' },
      'there is no page in public; name them as 404.html or 502.html',
    ],
  ])('%s is refused', (_title, files, mistake) => {
    expect(mistakes(yml, files)).toEqual([`deploy.yml:5:19 error_pages_path: ${mistake}`])
  })

  test('of another encoding are passed on byte by byte, as by Kamal, with a warning', () => {
    const pages = new Map([
      ['public/500.html', Buffer.from('gr\u00FCn', 'latin1')],
      ['public/501.html', Buffer.from('gr\u00FCn', 'utf16le')],
      ['public/502.html', Buffer.from('\uFEFFgr\u00FCn \uFFFD')],
    ])
    const result = readConfig(
      { file: 'deploy.yml' },
      {
        ...{ env: {}, programs: noPrograms, list: () => ['500.html', '501.html', '502.html'] },
        read: (path) => (path === 'deploy.yml' ? yml : undefined),
        readBytes: (path) => pages.get(path),
      },
    )
    expect(result.ok && result.config.errorPages).toEqual([
      { name: '500.html', base64: 'Z3L8bg==' },
      { name: '501.html', base64: 'ZwByAPwAbgA=' },
      { name: '502.html', text: '\uFEFFgr\u00FCn \uFFFD' },
    ])
    const why = 'is not UTF-8, which kamal-proxy says it is: browsers will garble it'
    expect(result.ok && result.warnings.map(formatMistake)).toEqual([
      `deploy.yml:5:19 error_pages_path: public/500.html ${why}`,
      `deploy.yml:5:19 error_pages_path: public/501.html ${why}`,
    ])
  })

  test('make no difference without a proxy, as assets do', () => {
    const servers = 'servers: {web: {hosts: [a], proxy: false}}'
    const config = configIn(deployYml('error_pages_path: none\nasset_path: x', { servers }))
    expect([config.errorPages, config.roles[0]?.assets]).toEqual([undefined, undefined])
  })
})

describe("a certificate of one's own", () => {
  const yml = (host = 'shop.example.com'): string =>
    deployYml(`proxy: {host: "${host}", ssl: {certificate_pem: CERT, private_key_pem: KEY}}`, {
      servers: 'servers: [a, b]',
    })
  const files = (chain: string, key: string): Files => ({
    '.kamal/secrets': secrets({ CERT: chain, KEY: key }),
  })
  const good = files(shopCertificate, shopKey)
  const valid = Date.parse('2030-01-01')

  test('comes from secrets, is for several servers, and is masked', () => {
    const result = read(yml(), good, valid)
    expect(result.ok && result.config.roles[0]?.proxy).toMatchObject({
      ssl: true,
      certificate: { chain: shopCertificate, key: shopKey },
    })
    expect(result.ok && result.warnings).toEqual([])
    expect(result.secrets).toEqual(expect.arrayContaining([shopKey]))
  })

  const at = 'deploy.yml:5:'
  test.each<[string, string, string, string]>([
    [
      'a key of another certificate',
      shopCertificate,
      otherKey,
      `${at}81 proxy/ssl/private_key_pem: the private key does not belong to the certificate`,
    ],
    [
      'a key that is none',
      shopCertificate,
      'secret!',
      `${at}81 proxy/ssl/private_key_pem: the secret is not a private key in PEM; the proxy can read no key that has a passphrase`,
    ],
    [
      'a certificate that is none',
      'canary',
      shopKey,
      `${at}58 proxy/ssl/certificate_pem: the secret is not a certificate in PEM; the server certificate comes first, then those that vouch for it`,
    ],
  ])('%s is refused before anything is changed', (_title, chain, key, mistake) => {
    const said = mistakes(yml(), files(chain, key))
    expect(said).toEqual([mistake])
    expect(said.join()).not.toContain('canary')
  })

  test('a wildcard of it is for the names below', () => {
    expect(warnings(yml('*.shop.example.com'), good, valid)).toEqual([])
  })

  test.each([
    [
      'has expired',
      'shop.example.com',
      '2140-01-01',
      /the certificate has expired \(.*21\d\d GMT\)/,
    ],
    ['is not valid yet', 'shop.example.com', '2020-01-01', /is not valid yet \(from .*2026 GMT\)/],
    ['is for another name', 'x.example.com', '2030-01-01', /is not for x\.example\.com$/],
  ])('one that %s is told as a warning', (_title, host, now, told) => {
    expect(warnings(yml(host), good, Date.parse(now))).toEqual([expect.stringMatching(told)])
  })
})
