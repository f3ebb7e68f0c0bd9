import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import { filesScript, lookAtDocker } from '../../src/fleet/look.ts'
import type { DockerAnswer, DockerCall } from '../../src/host/docker-call.ts'
import type { Host } from '../../src/host/port.ts'

const subject = { service: 'app', destination: undefined, repository: 'o/app' }
const json = (body: unknown, status = 200): DockerAnswer => ({
  status,
  body: Buffer.from(JSON.stringify(body)),
})
const gone = json({ message: 'No such container' }, 404)

const listed = (name: string, created: number, destination?: string) => ({
  Id: name,
  Names: [`/${name}`],
  State: 'running',
  Status: '',
  ImageID: '',
  Labels: destination === undefined ? {} : { destination },
  Created: created,
})

const proxy = (Status: string, Image = 'basecamp/kamal-proxy:v0.9.2') =>
  json({
    Id: 'p',
    Config: { Image },
    RestartCount: 0,
    State: { Status },
    HostConfig: {},
    NetworkSettings: { Networks: {} },
  })

const usual: Record<string, DockerAnswer> = {
  '/version': json({ Version: '26.1.5', Arch: 'arm64' }),
  '/containers/json': json([]),
  '/images/json': json([]),
  '/containers/kamal-proxy/json': gone,
  '/containers/kamal-proxy/archive': gone,
}

const hostThat = (answers: Record<string, DockerAnswer>, asked: DockerCall[] = []): Host => ({
  name: 'h1',
  docker: (call) => {
    asked.push(call)
    return Promise.resolve({ ...usual, ...answers }[call.path] ?? gone)
  },
  script: () => Promise.reject(new Error('no script is needed')),
  probe: () => Promise.reject(new Error('no probe is needed')),
})

const look = (answers: Record<string, DockerAnswer>) => lookAtDocker(hostThat(answers), subject)

describe('a look at a host', () => {
  test('asks everything at once and changes nothing', async () => {
    const asked: DockerCall[] = []
    const looking = lookAtDocker(hostThat({}, asked), subject)
    expect(asked.map(({ path }) => path)).toEqual(Object.keys(usual))
    expect(asked.some(({ changes }) => changes)).toBe(false)
    expect(await looking).toEqual({
      host: 'h1',
      docker: { version: '26.1.5', arch: 'arm64' },
      containers: [],
      images: [],
      proxy: { state: 'absent' },
    })
  })

  test('sees the containers of its destination, newest first', async () => {
    const containers = [listed('old', 1, ''), listed('other', 9, 'staging'), listed('new', 2)]
    const state = await look({ '/containers/json': json(containers) })
    expect(state.containers.map(({ name }) => name)).toEqual(['new', 'old'])
  })

  test.each([
    ['stopped', proxy('exited'), gone, { state: 'stopped', version: 'v0.9.2' }],
    [
      'that never served',
      proxy('running'),
      gone,
      { state: 'running', version: 'v0.9.2', services: [] },
    ],
    [
      'whose state was caught torn',
      proxy('running', 'r.test:5000/proxy:v1'),
      { status: 200, body: Buffer.alloc(1024) },
      { state: 'running', version: 'v1', services: undefined },
    ],
  ])('sees a proxy %s', async (_title, inspected, archive, seen) => {
    const answers = {
      '/containers/kamal-proxy/json': inspected,
      '/containers/kamal-proxy/archive': archive,
    }
    expect((await look(answers)).proxy).toEqual(seen)
  })

  test('asks again for routes that were caught while the proxy wrote them', async () => {
    const archive = (text: string): DockerAnswer => {
      const body = Buffer.alloc(1024)
      body.write(text.length.toString(8).padStart(11, '0'), 124)
      body.write(text, 512)
      return { status: 200, body }
    }
    const written = [archive(''), archive('[{"name":"app-'), archive('[{"name":"app-web"}]')]
    const torn = hostThat({ '/containers/kamal-proxy/json': proxy('running') })
    const host: Host = {
      ...torn,
      docker: (call) =>
        call.path.endsWith('/archive') ? Promise.resolve(written.shift()!) : torn.docker(call),
    }
    expect((await lookAtDocker(host, subject)).proxy).toMatchObject({
      services: [{ name: 'app-web' }],
    })
  })

  test('fails in words when Docker refuses a question', async () => {
    const answers = { '/images/json': json({ message: 'no space' }, 500) }
    const error: unknown = await look(answers).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SeaworthyError)
    expect(error).toMatchObject({
      code: 'docker-refused',
      message: 'h1: Docker refused "images of o/app" (500): no space',
    })
  })

  test('reads files by a script that changes nothing', () => {
    const script = filesScript(subject)
    expect(script.changes).toBe(false)
    expect(new Set(script.words.map(({ word }) => word))).toEqual(
      new Set(['read', 'read-each', 'list', 'free-disk', 'free-memory']),
    )
  })
})
