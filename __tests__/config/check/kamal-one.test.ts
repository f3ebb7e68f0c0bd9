import { expect, test } from '@jest/globals'
import { deployYml, mistakesIn } from '../support.ts'

test('keys of Kamal 1 are told what they became', () => {
  const added = 'traefik: {args: {}}\nhealthcheck: {path: /up}'
  const servers = 'servers: {web: {hosts: [1.1.1.1], traefik: true}}'
  expect(mistakesIn(deployYml(added, { servers }))).toEqual([
    'deploy.yml:4:35 servers/web: unknown key: traefik; since Kamal 2 it is proxy: true',
    'deploy.yml:5:1 unknown key: traefik; Kamal 2 has its own proxy: move host rules to proxy/host, ports and options to proxy/run',
    'deploy.yml:6:1 unknown key: healthcheck; since Kamal 2 path and interval are under proxy/healthcheck, the port is proxy/app_port',
  ])
})
