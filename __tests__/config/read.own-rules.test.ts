import { describe, expect, test } from '@jest/globals'
import { deployYml, mistakesIn, mistakesOf } from './support.ts'

const found = (added: string, servers?: string) =>
  mistakesIn(deployYml(added, servers === undefined ? {} : { servers }))

describe('values that would not do what they say', () => {
  test.each([
    ['deploy_timeout: 0', '5:17 deploy_timeout: should be between 1 and 86400'],
    ['drain_timeout: -1', '5:16 drain_timeout: should be between 0 and 86400'],
    ['stop_timeout: -1', '5:15 stop_timeout: should be between 0 and 86400'],
    ['readiness_delay: 99999', '5:18 readiness_delay: should be between 0 and 86400'],
    ['boot: {wait: -2}', '5:14 boot/wait: should be between 0 and 86400'],
    ['boot: {limit: 0}', '5:15 boot/limit: not a limit: "0"; write 2 (hosts) or 25% (of them)'],
    [
      'boot: {limit: 120%}',
      '5:15 boot/limit: not a limit: "120%"; write 2 (hosts) or 25% (of them)',
    ],
    ['proxy: {app_port: 70000}', '5:19 proxy/app_port: should be between 1 and 65535'],
    [
      'proxy: {healthcheck: {interval: 0}}',
      '5:33 proxy/healthcheck/interval: should be between 1 and 86400',
    ],
    ['proxy: {buffering: {memory: -1}}', '5:29 proxy/buffering/memory: should be at least 0'],
    [
      'proxy: {healthcheck: {path: "/up?x"}}',
      '5:29 proxy/healthcheck/path: not a path: "/up?x"; write it as /up',
    ],
    [
      'proxy: {path_prefix: "/a,/b c"}',
      '5:22 proxy/path_prefix: not a path: "/b c"; write it as /up',
    ],
    [
      'proxy: {path_prefix: /a, path_prefixes: [/b]}',
      "5:41 proxy: Specify one of 'path_prefix' or 'path_prefixes', not both",
    ],
    [
      'proxy: {host: "https://a"}',
      '5:15 proxy/host: not a host name: "https://a"; write shop.example.com or *.example.com, without https:// and port',
    ],
    [
      'proxy: {logging: {request_headers: [a b]}}',
      '5:37 proxy/logging/request_headers/0: not the name of a header: "a b"',
    ],
    [
      'proxy: {run: {log_max_size: big}}',
      '5:29 proxy/run/log_max_size: not a size; write it as 10m',
    ],
    [
      'proxy: {run: {options: {"a b": x}}}',
      '5:25 proxy/run/options/a b: not a flag of docker run: "a b"',
    ],
    ['ssh: {port: 0}', '5:13 ssh/port: should be between 1 and 65535'],
    ['ssh: {user: "-oX"}', '5:13 ssh/user: not the name of a user'],
    ['ssh: {proxy: "a b"}', '5:14 ssh/proxy: not a jump host; write it as user@host'],
    ['ssh: {keys: [""]}', '5:14 ssh/keys/0: should be a path'],
    ['ssh: {config: ""}', '5:15 ssh/config: should be a path'],
    ['ssh: {config: [a, " "]}', '5:19 ssh/config/1: should be a path'],
    [
      'volumes: ["/a:/b; rm -rf /"]',
      '5:11 volumes/0: not a volume: "/a:/b; rm -rf /"; write it as /path/on/host:/path/in/container',
    ],
    [
      'volumes: ["$(pwd):/b"]',
      '5:11 volumes/0: not a volume: "$(pwd):/b"; write it as /path/on/host:/path/in/container',
    ],
    [
      'logging: {options: {"a b": x}}',
      '5:21 logging/options/a b: not an option of a log driver: "a b"',
    ],
    ['labels: {"a b": x}', '5:10 labels/a b: not a label: "a b"; no blanks and no `=`'],
    [
      'env: {clear: {NO: 1}}',
      '5:15 env/clear/false: YAML takes this key for false; put the name in quotes',
    ],
    ['env: {"A B": 1}', '5:7 env/A B: not the name of a variable: "A B"'],
    ['env: {"A=B": 1}', '5:7 env/A=B: not the name of a variable: "A=B"'],
    ['env: {"$(id)": 1}', '5:7 env/$(id): not the name of a variable: "$(id)"'],
    [
      'env: {clear: {}, FOO: 1}',
      '5:18 env: unknown key: FOO; allowed: clear, secret, tags (or move it under clear)',
    ],
    ['env: {FOO: [1]}', '5:12 env/FOO: should be a string'],
    ['env: {FOO:}', '5:7 env/FOO: should be a string'],
    ['env: {clear: {FOO: []}}', '5:20 env/clear/FOO: should be a string'],
    ['env: {secret: {FOO: []}}', '5:15 env/secret: should be an array'],
    ['env: {secret: [[]]}', '5:16 env/secret/0: should be a string'],
    ['env: {tags: []}', '5:13 env/tags: should be a hash'],
  ])('%s', (added, mistake) => {
    expect(found(added)[0]).toBe(`deploy.yml:${mistake}`)
  })

  test.each([
    ['deploy@a', '4:11 servers/0: a host takes no user; set the user under ssh/user'],
    ['"a:22"', '4:11 servers/0: a host takes no port; set the port under ssh/port'],
    [
      '-oProxyCommand=x',
      '4:11 servers/0: not a host name or address: "-oProxyCommand=x"; write a name, an IPv4 address, or an IPv6 address without brackets',
    ],
    [
      '{"a;b": tag}',
      '4:12 servers/0: not a host name or address: "a;b"; write a name, an IPv4 address, or an IPv6 address without brackets',
    ],
  ])('the host %s', (host, mistake) => {
    expect(found('', `servers: [${host}]`)).toEqual([`deploy.yml:${mistake}`])
  })

  test.each([
    ['options: {name: x}', '4:39 servers/web/options/name: the name of a container is not free'],
    [
      'options: {cpus: {a: 1}}',
      '4:45 servers/web/options/cpus: should be a string, true, or an array of strings',
    ],
    ['stop_timeout: -1', '4:43 servers/web/stop_timeout: should be between 0 and 86400'],
    ['proxy: {app_port: 0}', '4:47 servers/web/proxy/app_port: should be between 1 and 65535'],
  ])('in a role: %s', (added, mistake) => {
    expect(found('', `servers: {web: {hosts: [a], ${added}}}`)).toEqual([`deploy.yml:${mistake}`])
  })
})

describe('what Kamal can do and we cannot yet is said, never left out', () => {
  const yet = 'is not supported by Seaworthy yet'
  test.each([
    ['builder: {pack: {builder: x}}', `5:17 builder/pack: ${yet}`],
    [
      'ssh: {proxy_command: ssh x}',
      `5:22 ssh/proxy_command: a program that connects ${yet}; only ssh -W %h:%p user@host is; a VPN or a tunnel of your own can stand before`,
    ],
    ['ssh: {proxy: "a,b"}', `5:14 ssh/proxy: a chain of jump hosts ${yet}`],
  ])('%s', (added, mistake) => {
    expect(found(added)).toEqual([`deploy.yml:${mistake}`])
  })

  test('a registry on the machine that deploys, with a remote builder', () => {
    const registry = 'registry: {server: "localhost:5555"}'
    const builder = (more: string) =>
      mistakesIn(deployYml(`builder: {remote: ssh://b, ${more}}`, { registry }))
    const refused = [
      `deploy.yml:5:19 builder/remote: a remote builder with a local registry ${yet}; leave out builder/remote, or name a registry that both can reach`,
    ]
    expect(builder('arch: [amd64, arm64]')).toEqual(refused)
    expect(builder('arch: amd64, local: false')).toEqual(refused)
    expect(builder('arch: amd64')).toEqual([])
  })

  test.each([
    'accessories: {db: {host: a, proxy: {run: {debug: true}}}}',
    'ssh: {config: false, keys_only: true, log_level: debug, forward_agent: true}',
    'env: {tags: {}}\nx-anything: {a: 1}\nrun_directory: /x\nboot: {parallel_roles: true}',
    'env: {--http-addr: "localhost:7700", cluster.name: a, a/b: c}',
    'accessories: {cache: {host: b, options: {name: shop-cache}}}',
    'accessories: {cache: {hosts: [root@b]}}',
    'builder: {arch: amd64, secrets: [A], args: {X: 1}, remote: ssh://b}\nsshkit: {dns_retries: 2}',
  ])('what makes no difference is let pass: %s', (added) => {
    expect(found(added)).toEqual([])
  })
})

describe('a file that is no configuration', () => {
  test.each([
    ['', '1:1 the file is empty'],
    ['# later\n', '1:1 the file is empty'],
    ['~', '1:1 the file is empty'],
    ['\n- a\n- b', '2:1 should be a hash; start with `service: NAME`'],
    ['hello', '1:1 should be a hash; start with `service: NAME`'],
    ['a: <%= `x` %>: [', '1:4 the command in this ERB failed (not found)'],
    ['<% x %>: [', '1:1 this ERB needs Ruby, which is not installed: <% x %>'],
  ])('%j', (text, mistake) => {
    expect(mistakesIn(text)[0]).toContain(`deploy.yml:${mistake}`)
  })

  test('a missing file, and the missing file of a destination', () => {
    expect(mistakesOf({ files: {}, destination: 'eu' })).toEqual([
      'deploy.yml:1:1 Configuration file not found in deploy.yml',
      'deploy.eu.yml:1:1 Configuration file not found in deploy.eu.yml',
    ])
  })

  test.each(['', '../x', 'a b', '-x', '$(x)'])(
    'the destination %j is not looked for',
    (destination) => {
      expect(mistakesOf({ files: {}, destination })).toEqual([
        expect.stringContaining('deploy.yml:1:1 not a name for a destination: '),
      ])
    },
  )
})
