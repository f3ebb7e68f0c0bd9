import { SeaworthyError } from '../base/error.ts'
import type { Config } from '../config/config.ts'
import { ofRole, versionOf } from '../fleet/serving.ts'
import type { FleetState, HostState } from '../fleet/state.ts'
import type { ListedImage } from '../host/docker-parse.ts'
import type { Release } from '../host/releases.ts'
import type { Target } from './target.ts'
import { servingEverywhere } from './unchanged.ts'

/** A version that can be gone back to. */
export interface Candidate {
  readonly version: string
  readonly digest: string
  /** `host`: every host has the image. `registry`: some must pull it again by digest. */
  readonly source: 'host' | 'registry'
  readonly architectures: readonly string[]
  /** When it went live, from the release record. */
  readonly at: string | undefined
}

const imageOf = (config: Config, state: HostState, version: string): ListedImage | undefined =>
  state.images.find(({ tags }) => tags.includes(`${config.repository}:${version}`))

const digestOf = (config: Config, image: ListedImage | undefined): string | undefined => {
  const prefix = `${config.repository}@`
  return image?.digests.find((digest) => digest.startsWith(prefix))?.slice(prefix.length)
}

/** Good releases of all hosts, newest first, each version once. */
const recorded = (states: readonly HostState[]): readonly Release[] => {
  const all = states
    .flatMap((state) => state.files?.releases ?? [])
    .filter(({ outcome }) => outcome === 'deployed')
    .sort((a, b) => b.at.localeCompare(a.at))
  return all.filter(
    (one, index) => all.findIndex(({ version }) => version === one.version) === index,
  )
}

/** Versions of containers that are still there, newest first: what Kamal itself would go back to. */
const contained = (config: Config, states: readonly HostState[]): readonly string[] =>
  states.flatMap((state) =>
    config.roles.flatMap((role) =>
      // One that had made room when a rollback to it was killed is a candidate still.
      ofRole(state, role.name).map((container) => versionOf(config, container)),
    ),
  )

const candidate = (
  config: Config,
  states: readonly HostState[],
  version: string,
  release: Release | undefined,
): readonly Candidate[] => {
  const images = states.map((state) => imageOf(config, state, version))
  const known = release?.digest ?? images.map((image) => digestOf(config, image)).find(Boolean)
  const everywhere = images.every((image) => image !== undefined)
  const digest = known ?? (everywhere ? images[0]?.id : undefined)
  if (digest === undefined) return []
  const source = everywhere ? 'host' : 'registry'
  return [{ version, digest, source, architectures: [], at: release?.at }]
}

/** Every version that can be reached, the most recent first. */
export const candidates = (
  config: Config,
  fleet: FleetState,
  targets: readonly Target[],
): readonly Candidate[] => {
  const states = targets.flatMap(({ host }) => fleet[host] ?? [])
  const releases = recorded(states)
  const versions = [...releases.map(({ version }) => version), ...contained(config, states)]
  return [...new Set(versions)].flatMap((version) =>
    candidate(
      config,
      states,
      version,
      releases.find((release) => release.version === version),
    ),
  )
}

const list = (found: readonly Candidate[]): readonly string[] =>
  found.map(({ version, at, source }) =>
    [
      version,
      at === undefined ? '' : `live since ${at}`,
      source === 'registry' ? 'to be pulled again' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  )

const refuse = (message: string, found: readonly Candidate[]): SeaworthyError =>
  new SeaworthyError('rollback-unreachable', message, {
    evidence: list(found),
    hint:
      found.length === 0
        ? 'nothing was deployed here before: deploy a version instead'
        : `these can be reached: ${found.map(({ version }) => version).join(', ')}`,
  })

/**
 * The version to go back to: the one asked for, also when it serves already, or the newest good one
 * that does not serve.
 * @throws SeaworthyError `rollback-unreachable` with the candidates.
 */
export const chooseRollback = (
  config: Config,
  fleet: FleetState,
  targets: readonly Target[],
  version: string | undefined,
): Candidate => {
  const now = servingEverywhere(config, fleet, targets)
  const all = candidates(config, fleet, targets)
  const found = all.filter((one) => one.version !== now)
  const chosen = version === undefined ? found[0] : all.find((one) => one.version === version)
  if (chosen !== undefined) return chosen
  throw refuse(
    version === undefined
      ? 'there is no earlier version to go back to'
      : `${version} can't be reached: no host has its image, and no record has its digest`,
    found,
  )
}
