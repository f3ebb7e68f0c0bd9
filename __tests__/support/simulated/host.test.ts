import { describe, expect, test } from '@jest/globals'
import { behind, routeOf } from '../../../src/fleet/serving.ts'
import { filesScript, lookAtDocker } from '../../../src/fleet/look.ts'
import { parseFiles } from '../../../src/fleet/parse-files.ts'
import {
  inspectContainer,
  listImages,
  pullImage,
  resolveImage,
  startContainer,
  tagImage,
  waitForExit,
} from '../../../src/host/docker.ts'
import {
  parseContainer,
  parseImages,
  parsePull,
  parseResolved,
} from '../../../src/host/docker-parse.ts'
import type { Host } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import { answering, deployedByKamal, pushImage, simulateHost } from './host.ts'
import type { Machine } from './machine.ts'
import { simulateWorld, type App, type World } from './world.ts'

const repository = 'ghcr.io/o/app'
const subject = { service: 'app', destination: undefined, repository }
const web = { service: 'app', role: 'web', repository, port: 80 }
const labels = { service: 'app' }

interface Scene {
  readonly world: World
  readonly machine: Machine
  readonly say: (...words: readonly Word[]) => ReturnType<Host['script']>
  readonly host: Host
  readonly act: <T>(work: () => Promise<T>) => Promise<T>
}

/** Host h1, where Kamal deployed v1, and v2 that behaves as told. */
const scene = (app?: App): Scene => {
  const world = simulateWorld()
  pushImage(world, { repository, version: 'v1', labels })
  pushImage(world, { repository, version: 'v2', labels, ...(app === undefined ? {} : { app }) })
  const machine = simulateHost('h1', world)
  deployedByKamal(machine, { ...web, version: 'v1' })
  const job = world.job()
  const host = job.hosts.get('h1')!
  const act = async <T>(work: () => Promise<T>): Promise<T> => {
    const end = await job.run(work)
    if (end.ended === 'returned') return end.value
    throw end.ended === 'threw' ? (end.error as Error) : new Error('killed')
  }
  const say = (...words: readonly Word[]) =>
    act(() => host.script({ kind: 'script', title: 's', words, changes: true, timeoutMs: 120_000 }))
  return { world, machine, host, act, say }
}

const v2 = 'app-web-v2'
const create: Word = {
  word: 'create',
  name: v2,
  args: [
    { raw: '--restart unless-stopped' },
    { raw: '--env-file .kamal/apps/app/env/roles/web.env' },
    { raw: '--label service="app"' },
    { raw: '--label role="web"' },
    { raw: '--label destination' },
    `${repository}:v2`,
  ],
}

const pulled = async ({ world, host, act }: Scene): Promise<void> => {
  const digest = world.registry[1]!.digest
  expect(parsePull(await act(() => host.docker(pullImage(repository, digest, undefined))))).toBe(
    undefined,
  )
  await act(() => host.docker(tagImage(`${repository}@${digest}`, repository, 'v2')))
}

const staged = async (app?: App): Promise<Scene> => {
  const made = scene(app)
  await pulled(made)
  expect((await made.say(create)).code).toBe(0)
  return made
}

describe('a host that Kamal deployed to', () => {
  test('is seen as what it is', async () => {
    const { host, act } = scene()
    const state = await act(() => lookAtDocker(host, subject))
    const route = routeOf({ ...state, files: undefined }, 'app-web')
    expect(state.containers.map(({ name, state }) => [name, state])).toEqual([
      ['app-web-v1', 'running'],
    ])
    expect(behind({ ...state, files: undefined }, route!.targets[0]!)?.name).toBe('app-web-v1')
    expect(state.proxy).toMatchObject({ state: 'running', version: 'v0.9.2' })
    expect(state.images[0]?.tags).toEqual([`${repository}:v1`, `${repository}:latest`])
    const files = parseFiles((await act(() => host.script(filesScript(subject)))).values)
    expect(files).toMatchObject({ lock: { state: 'free' }, envs: ['web.env'] })
  })

  test('pulls and tags what the registry has, and nothing else', async () => {
    const made = scene()
    await pulled(made)
    const { host, act } = made
    const images = parseImages(await act(() => host.docker(listImages(repository))))
    expect(images.map(({ tags }) => tags.at(-1))).toEqual([
      `${repository}:latest`,
      `${repository}:v2`,
    ])
    const missing = await act(() => host.docker(pullImage(repository, 'sha256:00', undefined)))
    expect(parsePull(missing)).toMatch(/manifest unknown/)
    const known = await act(() => host.docker(resolveImage(`${repository}:v2`, undefined)))
    expect(parseResolved(known)).toMatchObject({ digest: made.world.registry[1]?.digest })
  })

  test('refuses a second container of a name, and one without an image or env file', async () => {
    const { say } = await staged()
    expect(await say(create)).toMatchObject({
      code: 1,
      failedAt: 0,
      stderr: expect.stringMatching(
        /Conflict\. The container name "\/app-web-v2" is already in use/,
      ),
    })
    const bare = scene()
    expect((await bare.say(create)).stderr).toMatch(/No such image/)
    bare.machine.files.delete('.kamal/apps/app/env/roles/web.env')
    await pulled(bare)
    expect((await bare.say(create)).stderr).toMatch(/no such file/)
  })
})

describe('a container', () => {
  test('that crashes tells those who wait, and is started again and again', async () => {
    const { world, host, act } = await staged({ kind: 'crashing' })
    const begun = world.clock.now()
    const exit = act(async () => {
      const [ended] = await Promise.all([
        host.docker(waitForExit(v2, 60_000)),
        host.docker(startContainer(v2)),
      ])
      return ended
    })
    expect(JSON.parse((await exit).body.toString())).toEqual({ StatusCode: 1 })
    expect(world.clock.now() - begun).toBeLessThan(400)
    await world.clock.rest(3000)
    const detail = parseContainer(await act(() => host.docker(inspectContainer(v2))), 'kamal')
    expect(detail.restartCount).toBeGreaterThan(2)
  })

  test('answers its health path once it is up', async () => {
    const { world, host, act, machine } = await staged()
    await act(() => host.docker(startContainer(v2)))
    const { address, id } = machine.containers.find(({ name }) => name === v2)!
    const probe = {
      kind: 'probe',
      address,
      port: 80,
      path: '/up',
      hostHeader: `${id.slice(0, 12)}:80`,
      timeoutMs: 5000,
    } as const
    expect(await act(() => host.probe(probe))).toEqual({ outcome: 'refused' })
    await world.clock.rest(300)
    expect(await act(() => host.probe(probe))).toMatchObject({ outcome: 'answered', status: 200 })
  })
})

describe('the proxy', () => {
  const to = (container: string, ...flags: string[]): Word => ({
    word: 'switch',
    service: 'app-web',
    container,
    port: 80,
    flags: ['--deploy-timeout="30s"', '--drain-timeout="30s"', ...flags],
  })
  const start: Word = { word: 'start', container: v2 }

  test('goes over to a healthy target and drains the old one', async () => {
    const { say, machine, world } = await staged()
    const begun = world.clock.now()
    expect((await say(start, to(v2))).code).toBe(0)
    expect([answering(machine, 'app-web'), machine.deploying]).toEqual([v2, []])
    expect(world.clock.now() - begun).toBeGreaterThan(1100)
  })

  test('stays where it is when the target is not healthy in time', async () => {
    const { say, machine, world } = await staged({ kind: 'unhealthy' })
    const begun = world.clock.now()
    expect(await say(start, to(v2))).toMatchObject({
      code: 1,
      failedAt: 1,
      stderr: 'Error: target failed to become healthy within configured timeout (30s)\n',
    })
    expect(answering(machine, 'app-web')).toBe('app-web-v1')
    expect(world.clock.now() - begun).toBeGreaterThan(30_000)
  })

  test('goes back to exactly what it was, by the flags that are read from its state', async () => {
    const { say, machine, host, act } = await staged()
    const flags = ['--host="a.test"', '--buffer-requests', '--target-timeout="5s"']
    await say(to('app-web-v1', ...flags))
    const before = JSON.stringify(machine.routes.get('app-web'))
    const state = await act(() => lookAtDocker(host, subject))
    const route = routeOf({ ...state, files: undefined }, 'app-web')!
    await say(start, to(v2))
    expect(JSON.stringify(machine.routes.get('app-web'))).not.toBe(before)
    await say({
      word: 'switch-back',
      service: 'app-web',
      targets: route.targets,
      flags: route.flags,
    })
    expect(JSON.stringify(machine.routes.get('app-web'))).toBe(before)
  })

  test('refuses a host that another service has', async () => {
    const { say } = await staged()
    const said = await say(start, { ...to(v2), service: 'other' } as Word)
    expect(said.stderr).toBe('Error: host settings conflict with another service\n')
  })

  test('forgets a service once, and is content when it is gone', async () => {
    const { say, machine } = scene()
    const unroute: Word = { word: 'unroute', service: 'app-web' }
    expect((await say(unroute, unroute)).code).toBe(0)
    expect(answering(machine, 'app-web')).toBe('no route')
  })
})
