import { describe, expect, test } from '@jest/globals'
import type { DockerCall } from '../../../src/host/docker-call.ts'
import {
  createNetwork,
  inspectContainer,
  pullImage,
  resolveImage,
  startContainer,
  tagImage,
} from '../../../src/host/docker.ts'
import { explainDocker } from '../../../src/rollout/explain.ts'

const registry = { server: 'registry.lab:5000', username: 'lab', password: 'geheim' }
const digest = `sha256:${'39a9a616b5c0'.repeat(5)}39a9`
const pull = pullImage('registry.lab:5000/lab/shop', digest, registry)
const resolve = resolveImage('registry.lab:5000/lab/shop:v2', registry)
const start = startContainer('shop-web-v2')

const explained = (call: DockerCall, status: number, message: string) => {
  const { code, message: told, hint } = explainDocker('h1', call, { status, message })
  return { code, told, hint }
}

const zeros = '0'.repeat(64)

describe('an image that the registry does not give', () => {
  test.each([
    [500, 'unauthorized: authentication required', 'registry-refused'],
    [401, 'unauthorized: authentication required', 'registry-refused'],
    [
      500,
      'Head "http://registry.lab:5000/v2/lab/diag/manifests/v1": no basic auth credentials',
      'registry-refused',
    ],
    [500, 'Head "https://ghcr.io/v2/acme/shop/manifests/v2": denied: denied', 'registry-refused'],
    [
      404,
      "pull access denied for acme/shop, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'registry-refused',
    ],
    [
      500,
      'Get "https://ghcr.io/v2/": unauthorized: incorrect username or password',
      'registry-refused',
    ],
    [500, 'error parsing HTTP 403 response body: 403 Forbidden', 'registry-refused'],
    [
      429,
      'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating',
      'registry-refused',
    ],
    [
      404,
      'manifest for registry.lab:5000/lab/diag:nope not found: manifest unknown: manifest unknown',
      'image-missing',
    ],
    [404, 'manifest unknown: manifest unknown', 'image-missing'],
    [
      404,
      `manifest for registry.lab:5000/lab/diag@sha256:${zeros} not found: manifest unknown: manifest unknown`,
      'image-missing',
    ],
    [404, 'name unknown: The repository with name shop does not exist', 'image-missing'],
    [
      404,
      'failed to resolve reference "registry.lab:5000/a:b": registry.lab:5000/a:b: not found',
      'image-missing',
    ],
    [
      404,
      'no matching manifest for linux/amd64 in the manifest list entries',
      'image-wrong-architecture',
    ],
    [
      200,
      'image with reference registry.lab:5000/lab/diag:v1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
      'image-wrong-architecture',
    ],
    [404, 'no match for platform in manifest: not found', 'image-wrong-architecture'],
    [
      500,
      'Get "https://nosuch.invalid:5000/v2/": dial tcp: lookup nosuch.invalid on 127.0.0.11:53: no such host',
      'registry-unreachable',
    ],
    [
      500,
      'Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
      'registry-unreachable',
    ],
    [500, 'Get "https://ghcr.io/v2/": net/http: TLS handshake timeout', 'registry-unreachable'],
    [
      500,
      'Get "https://ghcr.io/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'registry-unreachable',
    ],
    [
      500,
      'Get "https://10.77.0.1:22/v2/": tls: first record does not look like a TLS handshake',
      'registry-unreachable',
    ],
    [
      500,
      'Get "https://registry.lab:5000/v2/": http: server gave HTTP response to HTTPS client',
      'registry-unreachable',
    ],
    [
      500,
      'Get "https://registry.lab:5000/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'registry-unreachable',
    ],
    [200, 'write /var/lib/docker/tmp/GetImageBlob4224567156: no space left on device', 'disk-full'],
    [
      400,
      'invalid reference format: repository name (library/SHOP) must be lowercase',
      'docker-refused',
    ],
  ])('%i %s', (status, message, code) => {
    expect(explained(pull, status, message).code).toBe(code)
    expect(explained(resolve, status, message).code).toBe(code)
  })

  test('is told with what was done, where, why and what to change', () => {
    expect(explained(pull, 500, 'unauthorized: authentication required')).toEqual({
      code: 'registry-refused',
      told: 'pull registry.lab:5000/lab/shop@sha256:39a9a616b5c0 on h1 failed: the registry refused the login, or this user may not read the image',
      hint: 'check registry/server, registry/username and registry/password in deploy.yml, that the secret behind the password is set and has not run out, and that it may read packages; Docker Hub also answers so when the repository does not exist',
    })
    expect(explained(resolve, 404, 'manifest unknown: manifest unknown').told).toBe(
      'resolve registry.lab:5000/lab/shop:v2 on h1 failed: there is no such image',
    )
  })

  test.each([
    ['no matching manifest for linux/amd64 in the manifest list entries', 'linux/amd64'],
    [
      'was found but does not match the specified platform: wanted linux/arm64, actual: x',
      'linux/arm64',
    ],
    ['no match for platform in manifest: not found', 'the architecture of h1'],
  ])('%s names %s', (message, wanted) =>
    expect(explained(pull, 404, message).told).toContain(`the image is not built for ${wanted}`),
  )

  test("has Docker's whole answer as evidence, and no password", () => {
    const error = explainDocker('h1', pull, { status: 500, message: 'oh\u001b[31m no' })
    expect(error.evidence).toEqual(['Docker answered 500: oh no'])
    expect(JSON.stringify([error.message, error.hint, error.evidence])).not.toContain('geheim')
  })
})

const runc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '

describe('a container that Docker does not start', () => {
  test.each([
    [
      400,
      `${runc}exec: "nope": executable file not found in $PATH: unknown`,
      'docker-refused',
      'the image has no command "nope"',
    ],
    [
      400,
      `${runc}exec: "/etc": is a directory: unknown: permission denied`,
      'docker-refused',
      '"/etc" in the image is not executable',
    ],
    [
      400,
      `${runc}exec /bin/app: exec format error: unknown`,
      'image-wrong-architecture',
      'the image cannot run on the architecture of h1 (exec /bin/app: exec format error)',
    ],
    [
      500,
      'driver failed programming external connectivity on endpoint diag-p2 (9dcae4a26b2d9693ed96d4e3712401dd5633baf155ba2bbed07d9fd474285a25): Bind for 0.0.0.0:8099 failed: port is already allocated',
      'docker-refused',
      'port 8099 of h1 is in use already',
    ],
    [
      404,
      'network diag-gone not found',
      'docker-refused',
      'there is no Docker network diag-gone on the host',
    ],
    [404, 'No such image: shop:v2', 'image-missing', 'h1 does not have the image shop:v2'],
    [
      500,
      'write /var/lib/docker/containers/168ddf67/hosts: no space left on device',
      'disk-full',
      'the disk of h1 is full',
    ],
    [
      400,
      `${runc}unable to apply cgroup configuration: cannot enter cgroupv2 "/x": unknown`,
      'docker-refused',
      'unable to apply cgroup configuration: cannot enter cgroupv2 "/x"',
    ],
    [
      500,
      'could not select device driver "" with capabilities: [[gpu]]',
      'docker-refused',
      'could not select device driver "" with capabilities: [[gpu]]',
    ],
    [404, 'No such container: shop-web-v2', 'docker-refused', 'No such container: shop-web-v2'],
    [500, '', 'docker-refused', 'Docker answered 500'],
  ])('%i %s', (status, message, code, why) =>
    expect(explained(start, status, message)).toMatchObject({
      code,
      told: `start shop-web-v2 on h1 failed: ${why}`,
    }),
  )

  test('for a reason that nobody knows: the hint names where its options are', () =>
    expect(explained(start, 500, 'strange').hint).toBe(
      'check options, volumes and cmd of the role in deploy.yml',
    ))
})

describe('other refusals', () => {
  test('a tag of an image that is not there', () =>
    expect(
      explained(tagImage('shop:v2', 'shop', 'latest'), 404, 'No such image: shop:v2').code,
    ).toBe('image-missing'))

  test('a network when all addresses are given away', () =>
    expect(
      explained(
        createNetwork('kamal'),
        500,
        'all predefined address pools have been fully subnetted',
      ),
    ).toMatchObject({ code: 'docker-refused', hint: expect.stringContaining('network prune') }))

  test('anything else is told in the words of Docker', () =>
    expect(explained(inspectContainer('x'), 500, 'Error response from daemon: strange')).toEqual({
      code: 'docker-refused',
      told: 'inspect x on h1 failed: strange',
      hint: 'see the log of Docker on h1 (journalctl -u docker)',
    }))
})
