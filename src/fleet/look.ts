import { SeaworthyError } from '../base/error.ts'
import { type Config } from '../config/config.ts'
import {
  dockerVersion,
  inspectContainer,
  listContainers,
  listImages,
  proxyStateArchive,
} from '../host/docker.ts'
import type { DockerAnswer, DockerCall } from '../host/docker-call.ts'
import {
  dockerMessage,
  parseArchivedFile,
  parseContainer,
  parseContainers,
  parseImages,
  parseVersion,
} from '../host/docker-parse.ts'
import { readLock } from '../host/lock.ts'
import { network, pathsOf, proxyContainer } from '../host/names.ts'
import type { Host } from '../host/port.ts'
import { parseProxyState, type ProxyService } from '../host/proxy-state.ts'
import type { Script } from '../host/script.ts'
import { assetFolders, pagesFolder } from '../host/web-files.ts'
import type { Word } from '../host/word.ts'
import type { HostState, ProxyState } from './state.ts'

/** The part of a Config that says what to look for. */
export type Subject = Pick<Config, 'service' | 'destination' | 'repository'>

/** Words that read what lies in files on a host. */
export const readFiles = (subject: Subject): readonly Word[] => [
  ...readLock(subject),
  { word: 'read', path: pathsOf(subject).releases, as: 'releases' },
  { word: 'list', path: pathsOf(subject).envs, as: 'envs' },
  { word: 'list', path: assetFolders(subject).extracted, as: 'extracted' },
  { word: 'list', path: assetFolders(subject).volumes, as: 'volumes' },
  { word: 'list', path: pagesFolder(subject), as: 'pages' },
  { word: 'free-disk', path: '/var/lib/docker', as: 'free-disk' },
  { word: 'free-memory', as: 'free-memory' },
]

/** The script that reads a host's files and changes nothing. */
export const filesScript = (subject: Subject): Script => ({
  kind: 'script',
  title: 'look',
  words: readFiles(subject),
  changes: false,
  timeoutMs: 30_000,
})

type Routes = readonly ProxyService[] | undefined

/** A proxy that never deployed anything has no state file yet; one caught torn is asked for again. */
const routesIn = (archive: DockerAnswer): Routes =>
  archive.status === 404 ? [] : parseProxyState(parseArchivedFile(archive) ?? '')

const proxyOf = (inspected: DockerAnswer, services: Routes): ProxyState => {
  if (inspected.status === 404) return { state: 'absent' }
  const { image, status } = parseContainer(inspected, network)
  const version = image.slice(image.lastIndexOf(':') + 1)
  if (status !== 'running') return { state: 'stopped', version }
  return { state: 'running', version, services }
}

/**
 * What a host is now, from Docker's API alone, in one round of calls sent together.
 * @throws SeaworthyError `docker-refused` when Docker answers no question; whatever the host throws.
 */
export const lookAtDocker = async (
  host: Host,
  subject: Subject,
  signal?: AbortSignal,
): Promise<Omit<HostState, 'files'>> => {
  const ask = async (call: DockerCall, ...allowed: readonly number[]): Promise<DockerAnswer> => {
    const answer = await host.docker(call, signal)
    if (answer.status === 200 || allowed.includes(answer.status)) return answer
    throw new SeaworthyError(
      'docker-refused',
      `${host.name}: Docker refused "${call.title}" (${String(answer.status)}): ${dockerMessage(answer)}`,
    )
  }
  const askForRoutes = async (tries = 5): Promise<Routes> => {
    const routes = routesIn(await ask(proxyStateArchive(), 404))
    return routes !== undefined || tries === 1 ? routes : askForRoutes(tries - 1)
  }
  const [version, containers, images, proxy, routes] = await Promise.all([
    ask(dockerVersion()),
    ask(listContainers(subject.service)),
    ask(listImages(subject.repository)),
    ask(inspectContainer(proxyContainer), 404),
    askForRoutes(),
  ])
  const destination = subject.destination ?? ''
  return {
    host: host.name,
    docker: parseVersion(version),
    containers: parseContainers(containers)
      .filter((container) => (container.labels['destination'] ?? '') === destination)
      .sort((a, b) => b.created - a.created),
    images: parseImages(images),
    proxy: proxyOf(proxy, routes),
  }
}
