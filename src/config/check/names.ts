import { isIpv4, isIpv6 } from './addresses.ts'

/** What is wrong with a name, and what to write instead. */
export interface Fault {
  readonly message: string
  readonly hint?: string
}

// These become parts of container names and of paths on a host; nothing in them may mean anything
// to a shell, to a path or to a command's options.
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/

/** Docker's own rule for the names of containers; also of roles, destinations and versions. */
export const isName = (text: string): boolean => text.length <= 128 && namePattern.test(text)

export const nameRule = 'letters, digits, `_`, `.` and `-`, starting with a letter or digit'

/** What `docker tag` takes, and what a version of the app therefore may be. */
export const isVersion = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text)

export const isEnvironmentName = (text: string): boolean =>
  /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text)

/** A variable in the clear: programs also take names that are no identifiers, `--log-level` or `a.b`. */
export const isVariableName = (text: string): boolean => /^[\w.:,@%+/-]+$/.test(text)

export const isUser = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/.test(text)

const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?'
const hostPattern = new RegExp(`^${label}(?:\\.${label})*\\.?$`)
const domainPattern = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`)

/** A host name or an address that is safe in every place where a host is named. */
export const isHost = (text: string): boolean =>
  text.length <= 253 && (hostPattern.test(text) || isIpv6(text))

/** What is wrong with a server's name as it stands under `servers`. */
export const hostFault = (text: string): Fault | undefined => {
  if (isHost(text)) return undefined
  const at = /^[^@\s]+@(.+)$/.exec(text)?.[1]
  if (at !== undefined) {
    return { message: 'a host takes no user', hint: 'set the user under ssh/user' }
  }
  const bare = /^(.+):\d+$/.exec(text)?.[1]?.replaceAll(/[[\]]/g, '')
  if (bare !== undefined && isHost(bare)) {
    return { message: 'a host takes no port', hint: 'set the port under ssh/port' }
  }
  return {
    message: `not a host name or address: ${JSON.stringify(text)}`,
    hint: 'write a name, an IPv4 address, or an IPv6 address without brackets',
  }
}

/** A host name that the proxy routes by; `*.example.com` is one too. */
export const isProxyHost = (text: string): boolean =>
  text.length <= 253 && (domainPattern.test(text) || isIpv6(text))

export const isAddress = (text: string): boolean => {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  return isIpv4(text) || isIpv6(bare)
}

/** A path of a URL as RFC 3986 has it: without a query, a fragment or a blank. */
export const isUrlPath = (text: string): boolean => /^\/[\w.~!$&'()*+,;=:@%/-]*$/.test(text)

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const path = `${component}(?:/${component})*`
const domain = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?'
const imagePattern = new RegExp(`^(?:${domain}/)?${path}$`)
const registryPattern = new RegExp(`^${domain}(?:/${path})?$`)

/** An image's name without tag and digest (distribution's reference grammar). */
export const isImage = (text: string): boolean => text.length <= 255 && imagePattern.test(text)

/** A registry's address: `ghcr.io`, `registry.lab:5000`. */
export const isRegistry = (text: string): boolean =>
  text.length <= 255 && registryPattern.test(text)
