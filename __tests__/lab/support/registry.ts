import { readLab } from '../../../lab/kit/lab.ts'
import { openRegistry, type Registry } from '../../../src/image/registry/client.ts'
import { endpointOf } from '../../../src/image/registry/endpoint.ts'
import { findManifest, labelsOf } from '../../../src/image/registry/image.ts'

/** The lab's registry as a stranger to the action sees it: curl's way, without our client. */
export const inRegistry = async (repository: string, path: string): Promise<Response> => {
  const { server, username, password } = readLab().registry
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  const accept = ['index.v1', 'manifest.v1'].map((kind) => `application/vnd.oci.image.${kind}+json`)
  return fetch(`http://${server}/v2/${endpointOf(repository).name}/${path}`, {
    headers: {
      authorization: `Basic ${auth}`,
      accept: [...accept, 'application/vnd.docker.distribution.manifest.v2+json'].join(),
    },
  })
}

/** Tags of a repository; none where it does not exist. */
export const tagsOf = async (repository: string): Promise<readonly string[]> => {
  const answer = await inRegistry(repository, 'tags/list')
  if (!answer.ok) return []
  const { tags } = (await answer.json()) as { readonly tags: readonly string[] | null }
  return (tags ?? []).toSorted()
}

export const digestOf = async (repository: string, tag: string): Promise<string | null> =>
  (await inRegistry(repository, `manifests/${tag}`)).headers.get('docker-content-digest')

/** Our own client at the lab's registry. */
export const labRegistry = (repository: string, password = readLab().registry.password): Registry =>
  openRegistry({
    repository,
    login: { username: readLab().registry.username, password },
    plainHttp: true,
    signal: AbortSignal.timeout(30_000),
  })

export const labelsIn = async (
  repository: string,
  tag: string,
): Promise<Readonly<Record<string, string>>> => {
  const registry = labRegistry(repository)
  const manifest = await findManifest(registry, tag)
  if (manifest === undefined) throw new Error(`There is no ${repository}:${tag}`)
  return labelsOf(registry, manifest)
}
