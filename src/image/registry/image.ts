import { SeaworthyError } from '../../base/error.ts'
import { isRecord, parsed, recordsOf, textOf } from '../../base/unknown.ts'
import type { Answer, Registry } from './client.ts'

const types = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** A manifest or an index, as it is stored. */
export interface Manifest {
  readonly digest: string
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const unexpected = (repository: string, path: string, { status, body }: Answer): SeaworthyError =>
  new SeaworthyError('registry-refused', `The registry did not take ${path} of ${repository}.`, {
    evidence: [`${status} ${new TextDecoder().decode(body).slice(0, 500)}`.trim()],
  })

/** The manifest that a tag or a digest names; undefined when there is none. */
export const findManifest = async (
  registry: Registry,
  reference: string,
): Promise<Manifest | undefined> => {
  const path = `manifests/${reference}`
  const answer = await registry.send({ method: 'GET', path, headers: { accept: types.join(', ') } })
  if (answer.status === 404) return undefined
  const digest = answer.headers.get('docker-content-digest') ?? reference
  const mediaType = answer.headers.get('content-type') ?? ''
  if (answer.status === 200 && digest.startsWith('sha256:'))
    return { digest, mediaType, bytes: answer.body }
  throw unexpected(registry.repository, path, answer)
}

/**
 * Lets `tag` name the image of a digest, which is in the same repository: its manifest is stored once
 * more under the tag, byte for byte, so that nothing is pulled and all platforms stay.
 * @throws SeaworthyError `image-missing`, `registry-refused` or `registry-unreachable`.
 */
export const tagImage = async (registry: Registry, digest: string, tag: string): Promise<void> => {
  const manifest = await findManifest(registry, digest)
  if (manifest === undefined)
    throw new SeaworthyError('image-missing', `${registry.repository}@${digest} does not exist.`)
  const path = `manifests/${tag}`
  const headers = { 'content-type': manifest.mediaType }
  const answer = await registry.send({ method: 'PUT', path, headers, body: manifest.bytes })
  if (answer.status !== 201) throw unexpected(registry.repository, path, answer)
}

const jsonOf = (bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  const value = parsed(new TextDecoder().decode(bytes))
  return isRecord(value) ? value : {}
}

/** The image of the first platform; attestations stand in the same index as platform `unknown`. */
const firstImage = async (
  registry: Registry,
  manifest: Manifest,
): Promise<Manifest | undefined> => {
  const first = recordsOf(jsonOf(manifest.bytes)['manifests']).find(({ platform }) =>
    isRecord(platform) ? platform['os'] !== 'unknown' : true,
  )
  const digest = textOf(first?.['digest'])
  return digest === undefined ? manifest : findManifest(registry, digest)
}

/** The labels of an image. Those that a build sets are the same for all its platforms. */
export const labelsOf = async (
  registry: Registry,
  manifest: Manifest,
): Promise<Readonly<Record<string, string>>> => {
  const image = await firstImage(registry, manifest)
  const { config } = image === undefined ? {} : jsonOf(image.bytes)
  const digest = isRecord(config) ? textOf(config['digest']) : undefined
  if (digest === undefined) return {}
  const answer = await registry.send({ method: 'GET', path: `blobs/${digest}`, headers: {} })
  const { config: inner } = answer.status === 200 ? jsonOf(answer.body) : {}
  const labels = isRecord(inner) && isRecord(inner['Labels']) ? inner['Labels'] : {}
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => {
      const text = textOf(value)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}
