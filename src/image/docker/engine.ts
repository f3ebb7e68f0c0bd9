import { SeaworthyError } from '../../base/error.ts'
import { isRecord, parsed, textOf } from '../../base/unknown.ts'
import type { Docker, Ended } from './run.ts'

/** What the engine that the client talks to can do. */
export interface Engine {
  /** As in platforms: `amd64`. */
  readonly architecture: string
  /** Images in containerd's store: the engine's own BuildKit then does all that one of its own could. */
  readonly containerdStore: boolean
  /** Registries that it asks without TLS. */
  readonly plainRegistries: readonly string[]
}

const names: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' }

const plainRegistries = (info: Readonly<Record<string, unknown>>): readonly string[] => {
  const { IndexConfigs: indexes } = isRecord(info['RegistryConfig']) ? info['RegistryConfig'] : {}
  return Object.entries(isRecord(indexes) ? indexes : {})
    .filter(([, index]) => isRecord(index) && index['Secure'] === false)
    .map(([name]) => name)
}

/** Reads the answer of `docker info --format '{{json .}}'`. */
export const parseEngine = (text: string): Engine | undefined => {
  const info = parsed(text)
  if (!isRecord(info) || !textOf(info['ServerVersion'])) return undefined
  const machine = textOf(info['Architecture']) ?? ''
  return {
    architecture: names[machine] ?? machine,
    containerdStore: JSON.stringify(info['DriverStatus'] ?? '').includes(
      'io.containerd.snapshotter',
    ),
    plainRegistries: plainRegistries(info),
  }
}

const missing = (message: string, hint: string, { tail }: Ended): SeaworthyError =>
  new SeaworthyError('builder-missing', message, { hint, evidence: tail.slice(-5) })

/**
 * Asks the engine what it can do, and the client whether it has buildx.
 * @throws SeaworthyError `builder-missing` that names what is not there.
 */
export const lookAtEngine = async (docker: Docker): Promise<Engine> => {
  const [info, buildx] = await Promise.all([
    docker.run({ args: ['info', '--format', '{{json .}}'], env: {} }),
    docker.run({ args: ['buildx', 'version'], env: {} }),
  ])
  if (info.code === null && info.tail.some((line) => line.includes('ENOENT')))
    throw missing(
      'There is no docker on this runner.',
      "Build on GitHub's Linux runners, or install Docker with buildx on your own.",
      info,
    )
  const engine = parseEngine(info.stdout)
  if (engine === undefined)
    throw missing(
      'No Docker engine answers on this runner.',
      'Start it, let the user of the runner use it (group docker), or set DOCKER_HOST.',
      { ...info, tail: [...info.tail, ...serverErrors(info.stdout)] },
    )
  if (buildx.code !== 0)
    throw missing(
      'The docker client has no buildx.',
      'Install the package docker-buildx-plugin (Debian: docker-buildx) on the runner.',
      buildx,
    )
  return engine
}

/** A client without a server answers too, and says there why. */
const serverErrors = (text: string): readonly string[] => {
  const info = parsed(text)
  const errors = isRecord(info) ? info['ServerErrors'] : undefined
  return Array.isArray(errors) ? errors.flatMap((error) => textOf(error) ?? []) : []
}
