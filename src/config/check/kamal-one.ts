// What became of the keys of Kamal 1, by the key's path with `*` for a role.
const became: Readonly<Record<string, string>> = {
  traefik:
    'Kamal 2 has its own proxy: move host rules to proxy/host, ports and options to proxy/run',
  healthcheck:
    'since Kamal 2 path and interval are under proxy/healthcheck, the port is proxy/app_port',
  'servers/*/traefik': 'since Kamal 2 it is proxy: true',
}

/** A hint for a key that Kamal 1 knew and Kamal 2 does not. */
export const becameOf = (path: string, key: string): string | undefined => {
  const full = path === '' ? key : `${path.replace(/^servers\/[^/]+$/, 'servers/*')}/${key}`
  return Object.hasOwn(became, full) ? became[full] : undefined
}
