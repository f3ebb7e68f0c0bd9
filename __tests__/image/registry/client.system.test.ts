import { describe, expect, test } from '@jest/globals'
import { labelsFor } from '../../../src/image/labels.ts'
import { lookUp } from '../../../src/image/lookup.ts'
import { openRegistry, type Access } from '../../../src/image/registry/client.ts'
import { findManifest, labelsOf, tagImage } from '../../../src/image/registry/image.ts'
import { plainOrder } from '../orders.ts'
import { digestOf, startGhcr, type FakeGhcr } from './ghcr.ts'

const open = ({ repository }: FakeGhcr, more: Partial<Access> = {}) =>
  openRegistry({
    repository,
    login: { username: 'ada', password: 'job-token' },
    plainHttp: true,
    signal: AbortSignal.timeout(10_000),
    ...more,
  })

const index = 'application/vnd.oci.image.index.v1+json'
const single = 'application/vnd.oci.image.manifest.v1+json'

/** An image for one platform with its attestation, as buildx pushes it. */
const store = (fake: FakeGhcr, tag: string, labels: Readonly<Record<string, string>>): string => {
  const config = JSON.stringify({ config: { Labels: labels } })
  fake.blobs.set(digestOf(config), config)
  const image = JSON.stringify({ config: { digest: digestOf(config) } })
  const list = JSON.stringify({
    manifests: [
      { digest: 'sha256:none', platform: { os: 'unknown', architecture: 'unknown' } },
      { digest: digestOf(image), platform: { os: 'linux', architecture: 'amd64' } },
    ],
  })
  fake.manifests.set(digestOf(image), { type: single, text: image })
  for (const name of [tag, digestOf(list)]) fake.manifests.set(name, { type: index, text: list })
  return digestOf(list)
}

describe('a registry with tokens', () => {
  test('is given the login once, and its labels are read past attestations', async () => {
    await using fake = await startGhcr()
    const digest = store(fake, 'v1', { service: 'shop' })
    const registry = open(fake)
    const found = await findManifest(registry, 'v1')
    expect(found).toMatchObject({ digest, mediaType: index })
    expect(await labelsOf(registry, found!)).toEqual({ service: 'shop' })
    expect(await findManifest(registry, 'v9')).toBeUndefined()
    expect(fake.asked.filter((line) => line.startsWith('GET /token'))).toEqual([
      'GET /token?scope=repository%3Aacme%2Fshop%3Apull&service=ghcr.io',
    ])
  })

  test('lets another tag name an image, byte for byte, and asks for the right to push', async () => {
    await using fake = await startGhcr()
    const digest = store(fake, 'v1', {})
    await tagImage(open(fake), digest, 'latest-staging')
    expect(fake.manifests.get('latest-staging')).toEqual(fake.manifests.get('v1'))
    expect(fake.asked).toContainEqual(
      'GET /token?scope=repository%3Aacme%2Fshop%3Apull%2Cpush&service=ghcr.io',
    )
    await expect(tagImage(open(fake), `sha256:${'0'.repeat(64)}`, 'x')).rejects.toMatchObject({
      code: 'image-missing',
    })
  })

  test('that refuses the login ends the step; one that forbids to look does not', async () => {
    await using fake = await startGhcr()
    const wrong = open(fake, { login: { username: 'ada', password: 'other' } })
    await expect(lookUp(plainOrder, wrong)).rejects.toMatchObject({ code: 'registry-refused' })
    fake.refusal = 403
    await expect(lookUp(plainOrder, open(fake))).resolves.toMatchObject({
      found: false,
      why: expect.stringContaining('403'),
    })
  })

  test('without a login is refused, not waited for', async () => {
    await using fake = await startGhcr()
    const stranger = open(fake, { login: undefined })
    await expect(findManifest(stranger, 'v1')).rejects.toMatchObject({ code: 'registry-refused' })
  })
})

describe('what would be built', () => {
  test('is found, or is said to be another', async () => {
    await using fake = await startGhcr()
    const labels = labelsFor(plainOrder, { now: 0, clean: true })
    const digest = store(fake, 'v1', labels)
    expect(await lookUp(plainOrder, open(fake))).toEqual({ found: true, digest })
    expect(await lookUp({ ...plainOrder, target: 'x' }, open(fake))).toEqual({
      found: false,
      why: 'v1 is of another commit, or was built in another way',
    })
    expect(await lookUp({ ...plainOrder, version: 'v2' }, open(fake))).toEqual({
      found: false,
      why: 'there is no v2 yet',
    })
  })
})

describe('a registry that is not there', () => {
  test('is no reason not to build', async () => {
    const gone = openRegistry({
      ...{ repository: '127.0.0.1:9/acme/shop', login: undefined, plainHttp: true },
      signal: AbortSignal.timeout(10_000),
    })
    await expect(findManifest(gone, 'v1')).rejects.toMatchObject({ code: 'registry-unreachable' })
    expect(await lookUp(plainOrder, gone)).toMatchObject({ found: false })
  })

  test('a login never goes without TLS to a registry that has to have it', async () => {
    await using fake = await startGhcr()
    await expect(findManifest(open(fake, { plainHttp: false }), 'v1')).rejects.toMatchObject({
      code: 'registry-unreachable',
    })
    expect(fake.asked).toEqual([])
  })
})
