import { describe, expect, test } from '@jest/globals'
import * as docker from '../../src/host/docker.ts'

const registry = { server: 'ghcr.io', username: 'u', password: 'p>?~ü' }

describe('calls of Docker', () => {
  test.each([
    ['version', docker.dockerVersion(), 'GET /version'],
    [
      'containers of a service, stopped ones too',
      docker.listContainers('app'),
      'GET /containers/json?all=true&filters={"label":["service=app"]}',
    ],
    [
      'images of a repository',
      docker.listImages('ghcr.io/o/app'),
      'GET /images/json?filters={"reference":["ghcr.io/o/app"]}',
    ],
    ['inspect', docker.inspectContainer('app-web-1'), 'GET /containers/app-web-1/json'],
    ['inspect image', docker.inspectImage('o/app:1'), 'GET /images/o%2Fapp%3A1/json'],
    [
      "the proxy's state",
      docker.proxyStateArchive(),
      'GET /containers/kamal-proxy/archive?path=/home/kamal-proxy/.config/kamal-proxy/kamal-proxy.state',
    ],
    [
      'log',
      docker.containerLogs('c', 50),
      'GET /containers/c/logs?stdout=true&stderr=true&tail=50',
    ],
    [
      'resolve',
      docker.resolveImage('ghcr.io/o/app:1', undefined),
      'GET /distribution/ghcr.io/o/app:1/json',
    ],
    [
      'pull by digest',
      docker.pullImage('ghcr.io/o/app', 'sha256:00', undefined),
      'POST /images/create?fromImage=ghcr.io/o/app&tag=sha256:00',
    ],
    [
      'tag',
      docker.tagImage('o/app@sha256:00', 'o/app', '1'),
      'POST /images/o%2Fapp%40sha256%3A00/tag?repo=o/app&tag=1',
    ],
    ['network', docker.createNetwork('kamal'), 'POST /networks/create'],
    ['start', docker.startContainer('c'), 'POST /containers/c/start'],
    ['wait', docker.waitForExit('c', 5), 'POST /containers/c/wait?condition=next-exit'],
  ])('%s', (_title, { method, path, query = {} }, said) => {
    const asked = Object.entries(query).map(([key, value]) => `${key}=${value}`)
    expect(`${method} ${path}${asked.length === 0 ? '' : `?${asked.join('&')}`}`).toBe(said)
  })

  test('that only read are marked so, and every call has a limit of time', () => {
    const reads = [docker.dockerVersion(), docker.waitForExit('c', 5), docker.containerLogs('c', 1)]
    const changes = [
      docker.startContainer('c'),
      docker.createNetwork('n'),
      docker.tagImage('a', 'b', 'c'),
    ]
    expect(reads.map((call) => call.changes)).toEqual([false, false, false])
    expect(changes.map((call) => call.changes)).toEqual([true, true, true])
    expect([...reads, ...changes].every((call) => call.timeoutMs > 0)).toBe(true)
  })
})

describe('credentials', () => {
  test.each(['p', 'pp', 'ppp', 'p>?~ü'])(
    "of any length are padded: Go's decoder takes others for none at all (%s)",
    (password) => {
      const text = docker.registryAuth({ ...registry, password })
      expect(text).toMatch(/^[\w-]+={0,2}$/)
      expect(text.length % 4).toBe(0)
      expect(JSON.parse(Buffer.from(text, 'base64url').toString())).toEqual({
        username: 'u',
        password,
        serveraddress: 'ghcr.io',
      })
    },
  )

  test('without a server are for Docker Hub', () => {
    const text = docker.registryAuth({ ...registry, server: undefined })
    expect(Buffer.from(text, 'base64url').toString()).toContain('https://index.docker.io/v1/')
  })

  test('stand in no title, path or query', () => {
    const { registryAuth, ...rest } = docker.pullImage('ghcr.io/o/app', 'sha256:00', registry)
    expect(registryAuth).toBe(docker.registryAuth(registry))
    expect(JSON.stringify(rest)).not.toContain(registry.password)
    expect(docker.resolveImage('a', undefined)).not.toHaveProperty('registryAuth')
  })
})
