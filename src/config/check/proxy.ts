import { accessoryBlocks, accessoryHosts } from '../accessories.ts'
import type { Place, Report, Spot } from '../mistake.ts'
import { effectiveProxy, hostNames, type RoleBlock } from '../roles.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { plain } from '../yaml/plain.ts'
import { commaListOf, flagOf, isBlank, textOf } from '../yaml/values.ts'
import { isProxyHost, isUrlPath } from './names.ts'
import { checkProxyRun } from './proxy-run.ts'

/** One `proxy` block, of the root, of a role or of an accessory, as far as it can be judged alone. */
export const checkProxy = (proxy: Field | undefined, report: Report): void => {
  if (proxy?.node.kind !== 'table') return
  checkHostRules(proxy, report)
  checkHosts(proxy, report)
  checkPaths(proxy, report)
  checkCertificate(proxy, report)
  const logging = member(proxy, 'logging')
  for (const key of ['request_headers', 'response_headers']) {
    for (const item of items(member(logging, key))) checkHeader(item, report)
  }
  checkProxyRun(proxy, report)
}

const checkHostRules = (proxy: Field, report: Report): void => {
  const [host, hosts, ssl] = ['host', 'hosts', 'ssl'].map((key) => member(proxy, key))
  if (host && hosts) {
    report.refuse({ at: hosts.at, path: proxy.path }, "Specify one of 'host' or 'hosts', not both")
  }
  const wanted = flagOf(ssl) === true || ssl?.node.kind === 'table'
  if (ssl && wanted && isBlank(host) && isBlank(hosts)) {
    report.refuse({ at: ssl.at, path: proxy.path }, 'Must set a host to enable automatic SSL')
  }
  const [prefix, prefixes] = ['path_prefix', 'path_prefixes'].map((key) => member(proxy, key))
  if (prefix && prefixes) {
    const message = "Specify one of 'path_prefix' or 'path_prefixes', not both"
    report.refuse({ at: prefixes.at, path: proxy.path }, message)
  }
}

/** Texts of a key with a comma list and of its plural with a real one, each with its place. */
const eachOf = (proxy: Field, one: string, many: string): readonly (readonly [Field, string])[] => {
  const single = member(proxy, one)
  const listed = single ? commaListOf(single).map((text) => [single, text] as const) : []
  const several = items(member(proxy, many)).flatMap((item) => {
    const text = textOf(item)
    return text === undefined ? [] : [[item, text] as const]
  })
  return [...listed, ...several]
}

const checkHosts = (proxy: Field, report: Report): void => {
  for (const [field, host] of eachOf(proxy, 'host', 'hosts')) {
    if (!isProxyHost(host)) {
      const hint = 'write shop.example.com or *.example.com, without https:// and port'
      report.refuse(field, `not a host name: ${JSON.stringify(host)}`, hint)
    } else if (host.startsWith('*.') && flagOf(member(proxy, 'ssl')) === true) {
      // kamal-proxy says so itself, but only when the first new container is healthy.
      report.refuse(field, `automatic SSL does not support wildcards: ${host}`)
    }
  }
}

const checkPaths = (proxy: Field, report: Report): void => {
  const health = member(proxy, 'healthcheck', 'path')
  const path = textOf(health)
  const fields = eachOf(proxy, 'path_prefix', 'path_prefixes')
  for (const [field, text] of health && path ? [...fields, [health, path] as const] : fields) {
    if (isUrlPath(`/${text.replace(/^\//, '')}`)) continue
    report.refuse(field, `not a path: ${JSON.stringify(text)}`, 'write it as /up')
  }
}

const checkCertificate = (proxy: Field, report: Report): void => {
  const ssl = member(proxy, 'ssl')
  if (ssl?.node.kind !== 'table') return
  for (const [present, missing] of [
    ['certificate_pem', 'private_key_pem'],
    ['private_key_pem', 'certificate_pem'],
  ] as const) {
    if (isBlank(member(ssl, present)) || !isBlank(member(ssl, missing))) continue
    const message = `Missing ${missing} setting (required when ${present} is present)`
    report.refuse({ at: ssl.at, path: proxy.path }, message)
  }
}

const checkHeader = (item: Field, report: Report): void => {
  const name = textOf(item)
  if (name === undefined || /^[A-Za-z0-9!#$%&'*+.^_|~-]+$/.test(name)) return
  report.refuse(item, `not the name of a header: ${JSON.stringify(name)}`)
}

/** Rules between roles and accessories: certificates of their own per host, and one proxy per host. */
export const checkProxies = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  const served = roles.flatMap((role) => {
    const proxy = effectiveProxy(root, role)
    return proxy ? [{ role, proxy }] : []
  })
  for (const { role, proxy } of served) {
    if (member(role.block, 'proxy') && member(root, 'proxy')) checkHostRules(proxy, report)
    checkOneHost(root, role, proxy, report)
  }
  checkSharedHosts(served, report)
  checkRuns([...served.map(runOfRole), ...runsOfAccessories(root, roles)], report)
}

interface Served {
  readonly role: RoleBlock
  readonly proxy: Field
}

const checkOneHost = (root: Field, role: RoleBlock, proxy: Field, report: Report): void => {
  const count = hostNames(role).length
  if (flagOf(member(proxy, 'ssl')) !== true || count < 2) return
  const rule = 'SSL is only supported on a single server unless you provide custom certificates'
  const ssl = member(role.block, 'proxy', 'ssl') ?? member(root, 'proxy', 'ssl') ?? proxy
  const spot: Spot = { at: ssl.at, path: '' }
  report.refuse(spot, `${rule}, found ${count} servers for role ${role.name}`)
}

const checkSharedHosts = (served: readonly Served[], report: Report): void => {
  const seen = new Set<string>()
  for (const { proxy } of served) {
    if (isBlank(member(proxy, 'ssl'))) continue
    for (const [field, host] of eachOf(proxy, 'host', 'hosts')) {
      if (seen.has(host)) {
        const message = `Different roles can't share the same host for SSL: ${host}`
        report.refuse({ at: field.at, path: '' }, message)
      }
      seen.add(host)
    }
  }
}

/** How somebody wants the proxy of some hosts to be started. */
interface WantedRun {
  readonly run: Field | undefined
  readonly at: Place
  readonly hosts: readonly string[]
}

const runOfRole = ({ role, proxy }: Served): WantedRun => ({
  run: member(proxy, 'run'),
  at: (member(role.block, 'proxy', 'run') ?? member(proxy, 'run') ?? proxy).at,
  hosts: hostNames(role),
})

const runsOfAccessories = (root: Field, roles: readonly RoleBlock[]): readonly WantedRun[] =>
  accessoryBlocks(root).map((block) => {
    const run = member(block, 'proxy', 'run')
    return { run, at: (run ?? block).at, hosts: accessoryHosts(block, roles) }
  })

/** A host has one proxy: all that say how it is started say the same (`configuration.rb`). */
const checkRuns = (wanted: readonly WantedRun[], report: Report): void => {
  const first = new Map<string, string>()
  for (const { run, at, hosts } of wanted) {
    if (run === undefined || isBlank(run)) continue
    for (const host of hosts) {
      const before = first.get(host) ?? plain(run.node)
      first.set(host, before)
      if (before === plain(run.node)) continue
      report.refuse({ at, path: '' }, `Conflicting proxy run configurations for host ${host}`)
    }
  }
}
