import { describe, expect, test } from '@jest/globals'
import { deployYml, mistakesIn } from './support.ts'

// Kamal's test/configuration/validation_test.rb, with our places; everything below stands from
// line 5 on.
describe('types and keys are refused in the words of Kamal', () => {
  test.each([
    ['unknown: value', '5:1 unknown key: unknown; allowed: '],
    ['asset_path: []', '5:13 asset_path: should be a string'],
    ['hooks_path: []', '5:13 hooks_path: should be a string'],
    ['primary_role: []', '5:15 primary_role: should be a string'],
    ['minimum_version: []', '5:18 minimum_version: should be a string'],
    ['run_directory: []', '5:16 run_directory: should be a string'],
    ['require_destination: foo', '5:22 require_destination: should be a boolean'],
    ['allow_empty_roles: "yes"', '5:20 allow_empty_roles: should be a boolean'],
    ['deploy_timeout: foo', '5:17 deploy_timeout: should be an integer'],
    ['drain_timeout: 1.5', '5:16 drain_timeout: should be an integer'],
    ['retain_containers: "5"', '5:20 retain_containers: should be an integer'],
    ['volumes: foo', '5:10 volumes: should be an array'],
    ['labels: []', '5:9 labels: should be a hash'],
    ['accessories: []', '5:14 accessories: should be a hash'],
    ['env: []', '5:6 env: should be a hash'],
    ['env:', '5:1 env: should be a hash'],
    ['ssh: []', '5:6 ssh: should be a hash'],
    ['sshkit: []', '5:9 sshkit: should be a hash'],
    ['builder: []', '5:10 builder: should be a hash'],
    ['proxy: []', '5:8 proxy: should be a hash'],
    ['proxy: false', '5:8 proxy: should be a hash'],
    ['boot: []', '5:7 boot: should be a hash'],
    ['logging: []', '5:10 logging: should be a hash'],
    ['ssh: {foo: bar}', '5:7 ssh: unknown key: foo; allowed: user, port'],
    ['ssh: {user: []}', '5:13 ssh/user: should be a string'],
    ['ssh: {config: {}}', '5:15 ssh/config: should be a boolean or a string or an array'],
    ['sshkit: {foo: bar}', '5:10 sshkit: unknown key: foo'],
    ['sshkit: {dns_retries: x}', '5:23 sshkit/dns_retries: should be an integer'],
    ['builder: {remote: {a: b}}', '5:19 builder/remote: should be a string'],
    ['builder: {arch: {}}', '5:17 builder/arch: should be an array or a string'],
    ['builder: {args: [foo]}', '5:17 builder/args: should be a hash'],
    ['builder: {cache: {options: []}}', '5:28 builder/cache/options: should be a string'],
    ['builder: {cache: {type: s3}}', '5:25 builder: Invalid cache type: s3'],
    ['proxy: {ssl: maybe}', '5:14 proxy/ssl: should be a boolean or a hash'],
    ['proxy: {helthcheck: {}}', '5:9 proxy: unknown key: helthcheck; did you mean healthcheck?'],
    ['proxy: {run: {publish: 1}}', '5:24 proxy/run/publish: should be a boolean'],
    ['logging: {driver: []}', '5:19 logging/driver: should be a string'],
    ['logging: {options: ""}', '5:20 logging/options: should be a hash'],
    ['logging: {options: {a: [1]}}', '5:24 logging/options/a: should be a string'],
    ['output: {otel: {endpint: x}}', '5:17 output/otel: unknown key: endpint; did you mean'],
    ['aliases: {console: [x]}', '5:20 aliases/console: should be a string'],
    ['aliases: {Console: x}', '5:11 aliases/Console: invalid alias name'],
    ['aliases: {app: x}', '5:11 aliases/app: a command of Kamal has this name; choose another'],
    ['hooks_output: loud', "5:15 Invalid hooks_output 'loud', must be one of: quiet, verbose"],
    [
      'hooks_output: {pre-build: :loud}',
      "5:27 Invalid hooks_output 'loud' for hook 'pre-build', must be one of: quiet, verbose",
    ],
    [
      'minimum_version: 2024-01-01',
      '5:18 minimum_version: should be a string; YAML takes this for',
    ],
  ])('%s', (added, mistake) => {
    const found = mistakesIn(deployYml(added))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`deploy.yml:${mistake}`)
  })

  test('unknown keys are told about one by one, each at its place', () => {
    const found = mistakesIn(deployYml('unknown: value\nproxi: {}'))
    expect(found.map((line) => line.split(';')[0])).toEqual([
      'deploy.yml:5:1 unknown key: unknown',
      'deploy.yml:6:1 unknown key: proxi',
    ])
  })
})

describe('servers and roles', () => {
  test.each([
    ['servers: foo', '4:10 servers: should be an array or a hash'],
    ['servers:', '4:1 servers: should be an array or a hash'],
    ['servers: [[]]', '4:11 servers/0: should be a string or a hash'],
    ['servers: [{a: b, c: d}]', '4:12 servers/0: multiple hosts found'],
    ['servers: [{foo: {}}]', '4:17 servers/0/foo: should be a string or an array'],
    ['servers: [{foo: [[]]}]', '4:18 servers/0/foo/0: should be a string'],
    ['servers: [10.1]', '4:11 servers/0: should be a string or a hash; put the host in quotes'],
    ['servers: {web: foo}', '4:16 servers/web: should be an array or a hash'],
    ['servers: {web: {hosts: ""}}', '4:24 servers/web/hosts: should be an array'],
    ['servers: {web: {hosts: [[]]}}', '4:25 servers/web/hosts/0: should be a string or a hash'],
    ['servers: {web: {hosts: [a], options: ""}}', '4:38 servers/web/options: should be a hash'],
    [
      'servers: {web: {hosts: [a], logging: {options: ""}}}',
      '4:48 servers/web/logging/options: should be a hash',
    ],
    [
      'servers: {web: {hosts: [a], labels: {service: x}}}',
      '4:38 servers/web/labels/service: invalid label. destination, role, and service are reserved',
    ],
    ['servers: {web: {hosts: [a], labels: []}}', '4:37 servers/web/labels: should be a hash'],
    ['servers: {web: {hosts: [a], env: []}}', '4:34 servers/web/env: should be a hash'],
    [
      'servers: {web: {hosts: [a], env: {tags: {}}}}',
      '4:41 servers/web/env: tags are only allowed in the root env',
    ],
    [
      'servers: {web: {hosts: [a], cmmd: x}}',
      '4:29 servers/web: unknown key: cmmd; did you mean cmd?',
    ],
    [
      'servers: {web: {hosts: [a], proxy: x}}',
      '4:36 servers/web/proxy: should be a boolean or a hash',
    ],
  ])('%s', (servers, mistake) => {
    const found = mistakesIn(deployYml('', { servers }))
    expect(found[0]).toContain(`deploy.yml:${mistake}`)
    expect(found).toHaveLength(1)
  })
})

describe('accessories, which are Kamal’s own, are looked at as well', () => {
  test.each([
    ['[]', '5:19 accessories/db: should be a hash'],
    ['{host: a, unknown: x}', '5:29 accessories/db: unknown key: unknown'],
    ['{host: a, options: []}', '5:38 accessories/db/options: should be a hash'],
    ['{host: a, labels: {role: x}}', '5:38 accessories/db/labels/role: invalid label'],
    ['{host: []}', '5:26 accessories/db/host: should be a string'],
    ['{host: a, env: []}', '5:34 accessories/db/env: should be a hash'],
    [
      '{host: a, env: {tags: {}}}',
      '5:41 accessories/db/env: tags are only allowed in the root env',
    ],
    ['{host: a, role: b}', '5:19 accessories/db: specify one of `host`, `hosts`, `role`'],
    ['{image: x}', '5:19 accessories/db: specify one of `host`, `hosts`, `role`'],
    [
      '{host: a, options: {restart: no}}',
      '5:48 accessories/db/options/restart: should be a string. Use',
    ],
    [
      '{host: a, proxy: {host: x, hosts: [y]}}',
      "5:53 accessories/db/proxy: Specify one of 'host' or 'hosts', not both",
    ],
    [
      '{host: a, proxy: {ssl: true}}',
      '5:42 accessories/db/proxy: Must set a host to enable automatic SSL',
    ],
    ['{host: a, files: [{mode: []}]}', '5:44 accessories/db/files/0/mode: should be a string'],
  ])('%s', (accessory, mistake) => {
    const found = mistakesIn(deployYml(`accessories: {db: ${accessory}}`))
    expect(found[0]).toContain(`deploy.yml:${mistake}`)
    expect(found).toHaveLength(1)
  })
})
