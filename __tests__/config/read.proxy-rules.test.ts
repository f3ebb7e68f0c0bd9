import { describe, expect, test } from '@jest/globals'
import { deployYml, mistakesIn, type Case } from './support.ts'

const ssl = 'proxy: {ssl: true, host: a.example.com}'

const cases: readonly Case[] = [
  [
    'SSL without a host',
    'proxy: {ssl: true}',
    {},
    ['5:14 proxy: Must set a host to enable automatic SSL'],
  ],
  [
    'two ways to say hosts',
    'proxy: {host: a, hosts: [b]}',
    {},
    ["5:25 proxy: Specify one of 'host' or 'hosts', not both"],
  ],
  [
    'hosts said once at the root and once in a role',
    'proxy: {host: a}',
    { servers: 'servers: {web: {hosts: [x], proxy: {hosts: [b]}}}' },
    ["4:44 servers/web/proxy: Specify one of 'host' or 'hosts', not both"],
  ],
  [
    'SSL on two servers',
    ssl,
    { servers: 'servers: [x, y]' },
    [
      '5:14 SSL is only supported on a single server unless you provide custom certificates, ' +
        'found 2 servers for role web',
    ],
  ],
  [
    'SSL for one host in two roles',
    ssl,
    { servers: 'servers: {web: [x], api: {hosts: [y], proxy: true}}' },
    ["5:26 Different roles can't share the same host for SSL: a.example.com"],
  ],
  [
    'SSL with a wildcard',
    'proxy: {ssl: true, host: "*.example.com"}',
    {},
    ['5:26 proxy/host: automatic SSL does not support wildcards: *.example.com'],
  ],
  [
    'two ways to start one proxy',
    'proxy: {run: {debug: true}}',
    { servers: 'servers: {web: [x], api: {hosts: [x, y], proxy: {run: {debug: false}}}}' },
    ['4:55 Conflicting proxy run configurations for host x'],
  ],
  [
    'ports that are not published',
    'proxy: {run: {publish: false, http_port: 81}}',
    {},
    ['5:14 proxy: Cannot set http_port, https_port or bind_ips when publish is false'],
  ],
  [
    'a bad address',
    'proxy: {run: {bind_ips: [1.2.3.400]}}',
    {},
    ['5:26 proxy: Invalid publish IP address: 1.2.3.400'],
  ],
  [
    'a proxy that Kamal cannot compare',
    'proxy: {run: {version: latest}}',
    {},
    ['5:24 proxy/run/version: not a version: "latest"; write it as v0.9.2'],
  ],
  [
    'an old proxy',
    'proxy: {run: {version: v0.8.7}}',
    {},
    ['5:24 proxy/run/version: the proxy must be v0.9.2 or newer'],
  ],
  [
    'half a certificate',
    'proxy: {host: a, ssl: {certificate_pem: X}}',
    {},
    ['5:23 proxy: Missing private_key_pem setting (required when certificate_pem is present)'],
  ],
]

describe('rules for the proxy, in the words of Kamal', () => {
  test.each(cases)('%s', (_, added, lines, mistakes) => {
    expect(mistakesIn(deployYml(added, lines))).toEqual(
      mistakes.map((line) => `deploy.yml:${line}`),
    )
  })
})

test('certificates of two roles for one host', () => {
  const own = 'proxy: {ssl: {certificate_pem: A, private_key_pem: B}, host: a.example.com}'
  const servers = 'servers: {web: [x], api: {hosts: [y], proxy: true}}'
  expect(mistakesIn(deployYml(own, { servers }))).toContain(
    "deploy.yml:5:62 Different roles can't share the same host for SSL: a.example.com",
  )
})
