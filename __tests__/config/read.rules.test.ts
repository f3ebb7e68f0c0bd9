import { describe, expect, test } from '@jest/globals'
import { type Case, configOf, deployYml, mistakesIn, mistakesOf, warningsOf } from './support.ts'

const cases: readonly Case[] = [
  ['no service', '', { service: '#' }, ['2:1 Missing required configuration for service']],
  ['an empty image', '', { image: 'image: ""' }, ['2:8 Missing required configuration for image']],
  ['no registry', '', { registry: '#' }, ['1:1 Missing required configuration for registry']],
  ['no servers', '', { servers: '#' }, ['1:1 No servers or accessories specified']],
  [
    'accessories that are none',
    'accessories: {}',
    { servers: '#' },
    ['1:1 No servers or accessories specified'],
  ],
  ['accessories alone', 'accessories: {db: {host: a}}', { servers: '#' }, []],
  [
    'a service with a blank',
    '',
    { service: 'service: my app' },
    [
      '1:10 Service name can only include alphanumeric characters, hyphens, and underscores; ' +
        'it starts with a letter or a digit',
    ],
  ],
  [
    'a service that looks like an option',
    '',
    { service: 'service: -rm' },
    [
      '1:10 Service name can only include alphanumeric characters, hyphens, and underscores; ' +
        'it starts with a letter or a digit',
    ],
  ],
  [
    'an image with a tag',
    '',
    { image: 'image: acme/app:latest' },
    ['2:8 image: the image is named without a tag or digest; write acme/app'],
  ],
  [
    'an image that is no name',
    '',
    { image: 'image: Acme/A pp' },
    ['2:8 image: not an image name: "Acme/A pp"; write it as acme/shop'],
  ],
  [
    'an unknown primary role',
    'primary_role: app',
    { servers: 'servers: {web: [a], apps: [b]}' },
    ["5:15 The primary_role app isn't defined; did you mean apps?"],
  ],
  [
    'no web role',
    '',
    { servers: 'servers: {job: [a]}' },
    ["4:10 The primary_role web isn't defined; set primary_role to one of: job"],
  ],
  [
    'no host at all',
    '',
    { servers: 'servers: []' },
    ['4:10 No servers specified for the web primary_role'],
  ],
  [
    'a primary role without hosts',
    'allow_empty_roles: true',
    { servers: 'servers: {web: {hosts: []}}' },
    ['4:11 No servers specified for the web primary_role'],
  ],
  [
    'a role without hosts',
    '',
    { servers: 'servers: {web: [a], job: {cmd: x}}' },
    [
      '4:21 No servers specified for the job role. ' +
        'You can ignore this with allow_empty_roles: true',
    ],
  ],
  [
    'a role with a hostile name',
    '',
    { servers: 'servers: {web: [a], "job;rm": [b]}' },
    [
      '4:21 servers/job;rm: not a name for a role; ' +
        'use letters, digits, `_`, `.` and `-`, starting with a letter or digit',
    ],
  ],
  [
    'a destination is asked for',
    'require_destination: on',
    {},
    ['5:22 You must specify a destination'],
  ],
  ['nothing is kept', 'retain_containers: 0', {}, ['5:20 Must retain at least 1 container']],
  [
    'a newer Kamal',
    'minimum_version: 2.13.0',
    {},
    [
      '5:18 Current version is 2.12.0, minimum required is 2.13.0; ' +
        'Seaworthy reads what Kamal 2.12.0 reads',
    ],
  ],
  [
    'no version',
    'minimum_version: new',
    {},
    ['5:18 minimum_version: not a version: "new"; write it as 2.12.0'],
  ],
  [
    'a reserved label at the root, which Kamal lets pass',
    'labels: {service: x}',
    {},
    ['5:10 labels/service: invalid label. destination, role, and service are reserved labels'],
  ],
  [
    'a label of ours',
    'labels: {seaworthy.run: x}',
    {},
    ['5:10 labels/seaworthy.run: invalid label. seaworthy.* labels are reserved'],
  ],
  [
    'a registry without a login',
    '',
    { registry: 'registry: {server: ghcr.io}' },
    ['3:11 registry/username: is required', '3:11 registry/password: is required'],
  ],
  [
    'two secrets for one password',
    '',
    { registry: 'registry: {username: u, password: [A, B]}' },
    [
      '3:35 registry/password: should be a string or an array with one string ' +
        '(for secret lookup)',
    ],
  ],
  [
    'a password that is a number',
    '',
    { registry: 'registry: {username: u, password: 123}' },
    [
      '3:35 registry/password: should be a string or an array with one string ' +
        '(for secret lookup); put the value in quotes',
    ],
  ],
  [
    'a registry with a scheme',
    '',
    { registry: 'registry: {server: "https://ghcr.io", username: u, password: p}' },
    [
      '3:20 registry/server: not a registry; write it as ghcr.io or registry.example.com:5000, without https://',
    ],
  ],
  [
    'restarts switched off by a boolean',
    '',
    { servers: 'servers: {web: {hosts: [a], options: {restart: no}}}' },
    ['4:48 servers/web/options/restart: should be a string. Use "no" to disable restarts'],
  ],
  [
    'a restart policy nobody knows',
    '',
    { servers: 'servers: {web: {hosts: [a], options: {restart: often}}}' },
    [
      '4:48 servers/web/options/restart: should be no, always, unless-stopped, on-failure, or on-failure:N',
    ],
  ],
]

describe('rules for what is deployed and where, in the words of Kamal', () => {
  test.each(cases)('%s', (_, added, lines, mistakes) => {
    expect(mistakesIn(deployYml(added, lines))).toEqual(
      mistakes.map((line) => `deploy.yml:${line}`),
    )
  })
})

test('an image in capitals is taken in lower case, with a warning', () => {
  const files = { 'deploy.yml': deployYml('', { image: 'image: Acme/App' }) }
  const secrets = { '.kamal/secrets': 'p=x' }
  const checkout = { files: { ...files, ...secrets } }
  expect(configOf(checkout).repository).toBe('acme/app')
  expect(warningsOf(checkout)).toEqual([
    'deploy.yml:2:8 image: images have no capitals in their names; taken as acme/app',
  ])
})

test('hooks of Kamal 1 are told their new names', () => {
  const files = {
    'deploy.yml': deployYml('hooks_path: hooks'),
    'hooks/pre-traefik-reboot': '#!/bin/sh\n',
    '.kamal/hooks/post-traefik-reboot': '#!/bin/sh\n',
  }
  expect(mistakesOf({ files })).toEqual([
    'deploy.yml:5:13 Found pre-traefik-reboot, these should be renamed to (pre|post)-proxy-reboot',
  ])
})

test('a hook that nobody calls is warned of', () => {
  const files = { 'deploy.yml': deployYml('hooks_output: {pre-deply: quiet, pre-build: verbose}') }
  expect(warningsOf({ files })).toEqual([
    'deploy.yml:5:16 hooks_output/pre-deply: there is no such hook; did you mean pre-deploy?',
  ])
})

test('a local registry and a remote builder need SSH between them', () => {
  const registry = 'registry: {server: "localhost:5555"}'
  const rule = 'Local registry with remote builder requires an SSH URL; write it as ssh://user@host'
  const found = (remote: string) =>
    mistakesIn(deployYml(`builder: {arch: amd64, remote: "${remote}"}`, { registry }))
  expect(found('tcp://b:2375')).toContain(`deploy.yml:5:32 ${rule}`)
  expect(found('ssh://u@b').join()).not.toContain('requires an SSH URL')
})
