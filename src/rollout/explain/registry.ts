import { stayHint } from '../../config/local-registry.ts'
import { groupIn, type Judge } from './refusal.ts'

const login: Judge = ({ said }) =>
  /unauthorized|\bdenied\b|authentication required|no basic auth|authorization failed|incorrect username or password|\b40[13] (?:unauthorized|forbidden)/i.test(
    said,
  )
    ? {
        code: 'registry-refused',
        why: 'the registry refused the login, or this user may not read the image',
        hint: 'check registry/server, registry/username and registry/password in deploy.yml, that the secret behind the password is set and has not run out, and that it may read packages; Docker Hub also answers so when the repository does not exist',
      }
    : undefined

const rateLimit: Judge = ({ said }) =>
  /toomanyrequests|too many requests|rate limit/i.test(said)
    ? {
        code: 'registry-refused',
        why: 'the registry takes no more requests for now (rate limit)',
        hint: 'log in under registry in deploy.yml (more is allowed to users than to strangers), or run it again later',
      }
    : undefined

const platform: Judge = ({ host, said }) => {
  const wanted = groupIn(
    /no matching manifest for (\S+)|does not match the specified platform: wanted ([^\s,]+)/i,
    said,
  )
  if (wanted === undefined && !/no match for platform in manifest/i.test(said)) return undefined
  const needed = wanted ?? `the architecture of ${host}`
  return {
    code: 'image-wrong-architecture',
    why: `the image is not built for ${needed}`,
    hint: `build it for ${needed}: set builder/arch in deploy.yml`,
  }
}

const absent: Judge = ({ said }) =>
  /manifest unknown|name unknown|no such image|repository .*(?:not found|does not exist)|not found: (?:manifest|name)|: not found$/i.test(
    said,
  )
    ? {
        code: 'image-missing',
        why: 'there is no such image',
        hint: 'was it built and pushed? check image and registry/server in deploy.yml, and the version',
      }
    : undefined

const certificate: Judge = ({ host, said }) => {
  if (/server gave HTTP response to HTTPS client|does not look like a TLS handshake/i.test(said))
    return {
      code: 'registry-unreachable',
      why: 'the registry does not speak TLS there',
      hint: `check registry/server in deploy.yml; a registry without TLS must be listed in insecure-registries of Docker on ${host}`,
    }
  if (!/x509:|certificate/i.test(said)) return undefined
  return {
    code: 'registry-unreachable',
    why: `Docker on ${host} does not trust the certificate of the registry`,
    hint: `install the certificate authority on ${host} under /etc/docker/certs.d/REGISTRY/ca.crt, and check the clock there`,
  }
}

const unreachable: Judge = ({ host, said }) =>
  /dial tcp|no such host|i\/o timeout|connection (?:refused|reset)|TLS handshake timeout|Client\.Timeout|context deadline exceeded|network is unreachable|no route to host|unexpected EOF|: EOF$|\b50[234] (?:bad gateway|service unavailable|gateway)/i.test(
    said,
  )
    ? {
        code: 'registry-unreachable',
        why: `${host} cannot reach the registry`,
        hint: `the registry is asked by the host itself: check registry/server in deploy.yml, and name resolution, firewall and proxy settings of Docker on ${host}`,
      }
    : undefined

/** What a registry answers, or Docker instead of it, when an image is asked for. */
export const registryJudges: readonly Judge[] = [
  rateLimit,
  platform,
  login,
  absent,
  certificate,
  unreachable,
]

const absentHere: Judge = (place) =>
  absent(place) && {
    code: 'image-missing',
    why: 'the registry on the machine that deploys has no such image',
    hint: stayHint,
  }

const unreachableHere: Judge = (place) =>
  unreachable(place) && {
    code: 'registry-unreachable',
    why: `Docker on ${place.host} does not reach the registry that its loopback was lent`,
    hint: `Docker there must share the network of ${place.host} (rootless Docker does not); and what listens on the machine that deploys must be a registry`,
  }

/** The same of a registry on the machine that deploys. */
export const localRegistryJudges: readonly Judge[] = [
  platform,
  absentHere,
  unreachableHere,
  ...registryJudges,
]
