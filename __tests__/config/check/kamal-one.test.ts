import { expect, test } from '@jest/globals'
import { deployYml, mistakesIn } from '../support.ts'

const words = (found: readonly string[]) =>
  found.map((line) => line.replace(/^deploy\.yml:/, '').replace(/; allowed: .*$/, ''))

test('keys of Kamal 1 are told what they became', () => {
  const added = `traefik:
  host_port: 8080
  args: {accesslog: true}
healthcheck: {path: /health, port: 3000, max_attempts: 10, interval: 20s}
builder: {multiarch: false, remote: {arch: amd64, host: ssh://b}, local: {arch: arm64}}
stop_wait_time: 20
primary_web_role: web
proxy: {healthcheck: {port: 3000}}
`
  const servers = 'servers: {web: {hosts: [1.1.1.1], traefik: true, healthcheck: {}}}'
  expect(words(mistakesIn(deployYml(added, { servers })))).toEqual([
    '4:35 servers/web: unknown key: traefik; since Kamal 2 it is proxy: true',
    '4:50 servers/web: unknown key: healthcheck; since Kamal 2 it is proxy/healthcheck of the role',
    '5:1 unknown key: traefik; Kamal 2 has its own proxy: move host rules to proxy/host, ports and options to proxy/run',
    '6:3 traefik: unknown key: host_port; since Kamal 2 it is proxy/run/http_port',
    '7:3 traefik: unknown key: args; Kamal 2 has no such key: its proxy has settings of its own under proxy and proxy/run',
    '8:1 unknown key: healthcheck; since Kamal 2 path and interval are under proxy/healthcheck, the port is proxy/app_port',
    '8:15 healthcheck: unknown key: path; since Kamal 2 it is proxy/healthcheck/path',
    '8:30 healthcheck: unknown key: port; since Kamal 2 it is proxy/app_port',
    '8:42 healthcheck: unknown key: max_attempts; Kamal 2 has no such key: deploy_timeout is how long a container has',
    '8:60 healthcheck: unknown key: interval; since Kamal 2 it is proxy/healthcheck/interval, a number of seconds',
    '9:11 builder: unknown key: multiarch; since Kamal 2 it is builder/arch: [amd64, arm64], or the one that the hosts have',
    '9:37 builder/remote: should be a string; since Kamal 2 it is the address alone, ssh://user@host, and builder/arch',
    '9:38 builder/remote: unknown key: arch; since Kamal 2 it is builder/arch',
    '9:51 builder/remote: unknown key: host; since Kamal 2 it is builder/remote: ssh://user@host',
    '9:74 builder/local: should be a boolean; since Kamal 2 it is true or false, and builder/arch says for what is built',
    '9:75 builder/local: unknown key: arch; since Kamal 2 it is builder/arch',
    '10:1 unknown key: stop_wait_time; since Kamal 2 it is drain_timeout',
    '11:1 unknown key: primary_web_role; since Kamal 2 it is primary_role',
    '12:23 proxy/healthcheck: unknown key: port; since Kamal 2 it is proxy/app_port',
  ])
})
