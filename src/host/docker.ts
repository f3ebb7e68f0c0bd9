import type { Registry } from '../config/config.ts'
import { localPort } from '../config/local-registry.ts'
import type { DockerCall } from './docker-call.ts'

const readMs = 30_000
const pullMs = 15 * 60_000

const read = (title: string, path: string, query: Record<string, string> = {}): DockerCall => ({
  kind: 'docker',
  title,
  method: 'GET',
  path,
  query,
  changes: false,
  timeoutMs: readMs,
})

const change = (
  title: string,
  method: 'POST' | 'DELETE',
  path: string,
  extra: Partial<
    Pick<DockerCall, 'query' | 'body' | 'registryAuth' | 'timeoutMs' | 'accept' | 'streams'>
  > = {},
): DockerCall => ({
  kind: 'docker',
  title,
  method,
  path,
  changes: true,
  timeoutMs: readMs,
  ...extra,
})

const labels = (...values: readonly string[]): string => JSON.stringify({ label: values })

/** Server version and architecture. */
export const dockerVersion = (): DockerCall => read('Docker version', '/version')

/** All containers of a service, running or not. */
export const listContainers = (service: string): DockerCall =>
  read(`containers of ${service}`, '/containers/json', {
    all: 'true',
    filters: labels(`service=${service}`),
  })

export const listImages = (repository: string): DockerCall =>
  read(`images of ${repository}`, '/images/json', {
    filters: JSON.stringify({ reference: [repository] }),
  })

/** Images that carry the service's label, under whatever name or under none. */
export const listServiceImages = (service: string): DockerCall =>
  read(`images of the service ${service}`, '/images/json', {
    filters: labels(`service=${service}`),
  })

export const inspectContainer = (container: string): DockerCall =>
  read(`inspect ${container}`, `/containers/${encodeURIComponent(container)}/json`)

export const inspectImage = (image: string): DockerCall =>
  read(`inspect image ${image}`, `/images/${encodeURIComponent(image)}/json`)

/** Where kamal-proxy keeps what it routes; read as an archive, so that the image needs no shell. */
export const proxyStateArchive = (): DockerCall =>
  read('state of kamal-proxy', '/containers/kamal-proxy/archive', {
    path: '/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state',
  })

/** The last lines that a container printed, as a multiplexed stream. */
export const containerLogs = (container: string, lines: number): DockerCall =>
  read(`log of ${container}`, `/containers/${encodeURIComponent(container)}/logs`, {
    stdout: 'true',
    stderr: 'true',
    tail: String(lines),
  })

/**
 * Base64url JSON, as Docker's API wants credentials: nothing is stored on the host. Docker decodes with
 * Go's `base64.URLEncoding`, which wants the padding that Node's `base64url` leaves out; without it
 * Docker goes on as nobody, and says nothing.
 */
export const registryAuth = (registry: Registry): string =>
  Buffer.from(
    JSON.stringify({
      username: registry.username,
      password: registry.password,
      serveraddress: registry.server ?? 'https://index.docker.io/v1/',
    }),
  )
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_')

/** How the host gets into the registry of an image, and to it where that is a local one. */
const accessTo = (registry: Registry | undefined) => {
  if (registry === undefined) return {}
  const registryPort = localPort(registry.server)
  return registryPort === undefined ? { registryAuth: registryAuth(registry) } : { registryPort }
}

/** What the registry has under a tag or digest, asked by the host: nothing is fetched. */
export const resolveImage = (reference: string, registry: Registry | undefined): DockerCall => ({
  ...read(`resolve ${reference}`, `/distribution/${reference}/json`),
  ...accessTo(registry),
})

/** Docker answers 200 at once and reports errors inside the stream: see parsePull. */
export const pullImage = (
  repository: string,
  digest: string,
  registry: Registry | undefined,
): DockerCall =>
  change(`pull ${repository}@${digest}`, 'POST', '/images/create', {
    query: { fromImage: repository, tag: digest },
    timeoutMs: pullMs,
    streams: true,
    ...accessTo(registry),
  })

const reference = /^(?<name>.+?)(?:@(?<digest>sha256:[0-9a-f]{64})|:(?<tag>[\w.-]+))?$/

/** The same for an image that is named as people name it: `postgres:17`, `redis`. */
export const pullNamed = (image: string, registry: Registry | undefined): DockerCall => {
  const { name = image, digest, tag } = reference.exec(image)?.groups ?? {}
  const call = pullImage(name, digest ?? tag ?? 'latest', registry)
  return { ...call, title: `pull ${image}` }
}

export const tagImage = (image: string, repository: string, tag: string): DockerCall =>
  change(`tag ${repository}:${tag}`, 'POST', `/images/${encodeURIComponent(image)}/tag`, {
    query: { repo: repository, tag },
  })

/** Docker answers 409 when the network is there already. */
export const createNetwork = (name: string): DockerCall =>
  change(`network ${name}`, 'POST', '/networks/create', {
    body: { Name: name, CheckDuplicate: true },
    accept: [201, 409],
  })

export const startContainer = (container: string): DockerCall =>
  change(`start ${container}`, 'POST', `/containers/${encodeURIComponent(container)}/start`)

/** Prepares a program inside a running container; its words are data, which no shell reads. */
export const createExec = (
  container: string,
  words: readonly string[],
  title: string,
): DockerCall =>
  change(title, 'POST', `/containers/${encodeURIComponent(container)}/exec`, {
    body: { Cmd: words, AttachStdout: true, AttachStderr: true },
  })

/** Runs it; what it prints comes as a multiplexed stream, which ends with it. */
export const startExec = (id: string, title: string, timeoutMs: number): DockerCall =>
  change(title, 'POST', `/exec/${encodeURIComponent(id)}/start`, {
    body: { Detach: false, Tty: false },
    timeoutMs,
  })

/** Its exit code, once it has ended. */
export const inspectExec = (id: string): DockerCall =>
  read('exit code of a program in a container', `/exec/${encodeURIComponent(id)}/json`)

/** Answers when the container ends the next time. Sent beside `start`; it changes nothing. */
export const waitForExit = (container: string, timeoutMs: number): DockerCall => ({
  kind: 'docker',
  title: `wait for an exit of ${container}`,
  method: 'POST',
  path: `/containers/${encodeURIComponent(container)}/wait`,
  query: { condition: 'next-exit' },
  changes: false,
  timeoutMs,
})
