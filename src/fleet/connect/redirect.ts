/** Where a probe asks: the host of the URL decides through which connection. */
export interface Place {
  readonly address: string
  readonly port: number
  readonly hostHeader: string
  /** Path and query, as they go into the request line. */
  readonly path: string
}

export type Redirect =
  | { readonly kind: 'to'; readonly place: Place; readonly url: string }
  /** Not followed: the status of the redirect itself is the answer. */
  | { readonly kind: 'stop'; readonly url: string }
  /** Go's client gives up with an error. */
  | { readonly kind: 'error'; readonly detail: string }

// Never the container's own name: an id of digits only would be read as an IPv4 number.
const nowhere = 'http://target.invalid'

/** Escapes a path as a URL would; the query stays, a fragment goes. */
export const requestPath = (path: string, base = '/'): string => {
  const url = new URL(path, `${nowhere}${base}`)
  return `${url.pathname}${url.search}`
}

const splitAuthority = (authority: string, fallback: number): { name: string; port: number } => {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(authority) ?? []
  return { name: (bracketed ?? plain ?? '').toLowerCase(), port: Number(port ?? fallback) }
}

const giveUp = (location: string): Redirect => ({
  kind: 'error',
  detail: `redirect to ${location.slice(0, 200)}`,
})

/** `http://authority/rest`: to the container itself, or to whatever the name means to the host. */
const absolute = (authority: string, rest: string, url: string, from: Place): Redirect => {
  const { name, port } = splitAuthority(authority, 80)
  if (name === '') return giveUp(url)
  const home = splitAuthority(from.hostHeader, from.port)
  const same = port === home.port && (name === home.name || name === from.address.toLowerCase())
  const path = requestPath(rest.startsWith('/') ? rest : `/${rest}`)
  const place = same ? { ...from, path } : { address: name, port, hostHeader: authority, path }
  return { kind: 'to', place, url }
}

const follow = (location: string, from: Place): Redirect => {
  if (location.startsWith('//')) return follow(`http:${location}`, from)
  const [, scheme, authority, rest] =
    /^([a-z][a-z0-9+.-]*):(?:\/\/(?:[^/?#@]*@)?([^/?#]*))?(.*)$/i.exec(location) ?? []
  switch (scheme?.toLowerCase()) {
    case undefined:
      return {
        kind: 'to',
        place: { ...from, path: requestPath(location, from.path) },
        url: location,
      }
    case 'http':
      return absolute(authority ?? '', rest ?? '', location, from)
    case 'https':
      return { kind: 'stop', url: location }
    default:
      return giveUp(location)
  }
}

/**
 * What Go's default client would do with a redirect of a GET (net/http client.go, redirectBehavior),
 * seen from the host instead of from the proxy's container. Undefined: it is no redirect.
 * - A relative one, and one to the container itself, keeps to the container.
 * - One to another name over http is asked there, from the host.
 * - One over https is not followed. kamal-proxy would, and would most often be answered by the version
 *   that serves now, which says nothing of the new one. So stage may refuse what switch would let
 *   pass, not the other way round.
 */
export const redirectOf = (
  status: number,
  location: string | undefined,
  from: Place,
): Redirect | undefined =>
  [301, 302, 303, 307, 308].includes(status) && location !== undefined && location !== ''
    ? follow(location, from)
    : undefined
