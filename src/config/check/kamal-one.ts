import type { Field } from '../yaml/field.ts'

const is = (path: string): string => `since Kamal 2 it is ${path}`
const gone = (why: string): string => `Kamal 2 has no such key: ${why}`
const ofTraefik = gone('its proxy has settings of its own under proxy and proxy/run')

// What became of the keys of Kamal 1, by path; `*` stands for a name.
const became: Readonly<Record<string, string>> = {
  traefik:
    'Kamal 2 has its own proxy: move host rules to proxy/host, ports and options to proxy/run',
  'traefik/host_port': is('proxy/run/http_port'),
  'traefik/publish': is('proxy/run/publish'),
  'traefik/options': is('proxy/run/options'),
  'traefik/image': gone('the proxy is its own image, see proxy/run/repository'),
  'traefik/args': ofTraefik,
  'traefik/env': ofTraefik,
  'traefik/labels': gone('rules by host are proxy/host, by path proxy/path_prefix'),
  healthcheck:
    'since Kamal 2 path and interval are under proxy/healthcheck, the port is proxy/app_port',
  'healthcheck/path': is('proxy/healthcheck/path'),
  'healthcheck/port': is('proxy/app_port'),
  'healthcheck/interval': is('proxy/healthcheck/interval, a number of seconds'),
  'healthcheck/max_attempts': gone('deploy_timeout is how long a container has'),
  'healthcheck/cmd': gone('a role without a proxy may have options/health-cmd'),
  'healthcheck/exposed_port': gone('the proxy asks the container itself'),
  'healthcheck/cord': gone('the proxy drains a container before it stops'),
  'healthcheck/log_lines': gone('a deploy that fails shows the log'),
  'servers/*/traefik': is('proxy: true'),
  'servers/*/healthcheck': is('proxy/healthcheck of the role'),
  'accessories/*/traefik': is('proxy'),
  'builder/multiarch': is('builder/arch: [amd64, arm64], or the one that the hosts have'),
  'builder/remote/arch': is('builder/arch'),
  'builder/remote/host': is('builder/remote: ssh://user@host'),
  'builder/local/arch': is('builder/arch'),
  'builder/local/host': gone('buildx finds the local engine'),
  stop_wait_time: is('drain_timeout'),
  primary_web_role: is('primary_role'),
  audit_broadcast_cmd: gone('call your command in the hook post-deploy'),
  envify: gone('secrets stand in .kamal/secrets'),
  'proxy/healthcheck/port': is('proxy/app_port'),
  'proxy/healthcheck/max_attempts': gone('deploy_timeout is how long a container has'),
  'proxy/deploy_timeout': is('deploy_timeout, at the root'),
  'proxy/drain_timeout': is('drain_timeout, at the root'),
}

const patternOf = (path: string): string => path.replace(/^(servers|accessories)\/[^/]+/, '$1/*')

/** A hint for a key that Kamal 1 knew and Kamal 2 does not. */
export const becameOf = (path: string, key: string): string | undefined => {
  const full = patternOf(path === '' ? key : `${path}/${key}`)
  return Object.hasOwn(became, full) ? became[full] : undefined
}

const tables: Readonly<Record<string, string>> = {
  'builder/remote': 'since Kamal 2 it is the address alone, ssh://user@host, and builder/arch',
  'builder/local': 'since Kamal 2 it is true or false, and builder/arch says for what is built',
}

/** A hint for a value that was a table in Kamal 1 and is none in Kamal 2. */
export const wasTable = ({ path, node }: Field): string | undefined =>
  node.kind === 'table' && Object.hasOwn(tables, path) ? tables[path] : undefined
