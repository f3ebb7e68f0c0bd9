import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { wipe } from '../../lab/kit/wipe.ts'
import { startResultsService, type ResultsService } from '../support/results-service/start.ts'
import { watchArgv } from './support/argv.ts'
import { makeBuiltApp, withBuilder, type BuiltApp } from './support/builder.ts'
import { settledOn, standing } from './support/fleet.ts'
import { digestOf, tagsOf } from './support/registry.ts'
import { registryPassword } from './support/service.ts'

let host: LabHost
let app: BuiltApp
let github: ResultsService
/** The commit that serves. */
let serving = ''

const dockerfile = (...lines: readonly string[]) => ({
  Dockerfile: [`FROM ${app.base}`, ...lines, ''].join('\n'),
})

/** Commits a version of the app that knows its commit's number. */
const version = (name: string, ...lines: readonly string[]): string =>
  app.commit(dockerfile(`ENV APP_VERSION=${name}`, ...lines))

/** What a visitor meets, by APP_VERSION, where `commit` runs alone. */
const settled = (commit: string, answers: string) =>
  settledOn(app, commit).map((one) => ({ ...one, serves: answers }))

const latest = () => digestOf(app.repository, 'latest')

beforeAll(async () => {
  const builder = await withBuilder('shipyard')
  host = await addHost('shipped')
  app = await makeBuiltApp('ship', builder, [host], '.')
  github = await startResultsService()
}, 180_000)

afterAll(async () => {
  await github.close()
  await wipe([host], app.name)
  app.remove()
  await removeHost('shipped')
  await removeHost('shipyard')
}, 60_000)

describe('from a Dockerfile to a version that serves', () => {
  let digest = ''

  test('takes one step: built, pushed, deployed by digest, and then called latest', async () => {
    serving = version('one', 'RUN --mount=type=secret,id=NPM_TOKEN,required=true true')
    const run = app.run()
    const sight = await watchArgv(run)
    const result = await run
    expect([result.exitCode, result.annotations]).toEqual([0, []])
    digest = (await digestOf(app.repository, serving)) ?? ''
    expect(result.outputs).toMatchObject({
      ...{ outcome: 'deployed', version: serving, digest, cached: 'false' },
      image: `${app.repository}@${digest}`,
      seconds: expect.stringMatching(/^\d+\.\d$/),
    })
    expect(Number(result.outputs['seconds'])).toBeLessThanOrEqual(result.seconds)
    expect(await standing(app)).toEqual(settled(serving, 'one'))
    expect(await tagsOf(app.repository)).toEqual([serving, 'latest'].toSorted())
    expect(await latest()).toBe(digest)
    expect(result.summary).toMatch(/is built and pushed[^]*is live on/)
    const lines = [...sight.lines].join('\n')
    expect(lines.includes(app.canary) || lines.includes(registryPassword())).toBe(false)
  }, 120_000)

  test('the same commit again changes nothing, and nothing is built', async () => {
    const result = await app.run()
    expect(result).toMatchObject({
      exitCode: 0,
      outputs: { outcome: 'unchanged', cached: 'true', digest },
    })
    expect(result.log).not.toContain('docker buildx build')
    expect(await standing(app)).toEqual(settled(serving, 'one'))
  }, 60_000)

  test('a dry-run builds and pushes nothing, and plans with a digest that it does not know', async () => {
    const commit = version('planned')
    const result = await app.run({ 'dry-run': 'true' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'planned', version: commit } })
    expect(result.annotations).toMatchObject([
      { kind: 'notice', message: expect.stringContaining('would be built and pushed') },
    ])
    expect(result.log).toContain(`tag=sha256%3A${'0'.repeat(64)}`)
    expect(await tagsOf(app.repository)).not.toContain(commit)
    expect(await standing(app)).toEqual(settled(serving, 'one'))
  }, 60_000)
})

describe('latest stays where it is', () => {
  test('when the deploy is halted: it names what serves', async () => {
    const before = await latest()
    const commit = version('bad', 'ENV APP_CRASH=3')
    const result = await app.run()
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: 'halted', version: commit } })
    expect(await tagsOf(app.repository)).toContain(commit)
    expect(await latest()).toBe(before)
    expect(await standing(app)).toEqual(settled(serving, 'one'))
  }, 120_000)

  test('when only some hosts get the version', async () => {
    const before = await latest()
    serving = version('two')
    const result = await app.run({ hosts: host.address })
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'deployed' } })
    expect(await latest()).toBe(before)
    expect((await app.run()).outputs).toMatchObject({ outcome: 'unchanged' })
    expect(await latest()).toBe(result.outputs['digest'])
  }, 120_000)

  test('when an image is only deployed: with its digest nothing is built', async () => {
    const before = await latest()
    const first = await digestOf(app.repository, 'latest')
    app.commit(dockerfile('RUN false'))
    const inputs = { 'image-digest': first ?? '', version: serving }
    const result = await app.run(inputs)
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
    expect(result.log).not.toContain('docker buildx build')
    expect(await latest()).toBe(before)
  }, 60_000)
})

describe('a build that does not end well leaves the fleet alone', () => {
  test('a step that fails is the cause that is told, on its line and to others', async () => {
    const commit = version('broken', 'RUN echo broken >&2; exit 7')
    const webhook = `${github.url}/hooks/plain`
    const result = await app.run({ webhook })
    expect(result).toMatchObject({ exitCode: 1, postExit: 0, outputs: { outcome: 'halted' } })
    expect(result.annotations).toMatchObject([
      { title: 'build-failed', file: 'Dockerfile', line: 3 },
    ])
    expect(result.summary).toContain('nothing was changed')
    expect(await tagsOf(app.repository)).not.toContain(commit)
    expect(await standing(app)).toEqual(settled(serving, 'two'))
    const told = github.world.requests.splice(0).map(({ body }) => JSON.parse(body) as unknown)
    expect(told).toMatchObject([{ ok: false, action: 'deploy', outcome: 'build-failed' }])
  }, 60_000)

  test('one that is cancelled leaves no image, no process and no file', async () => {
    const commit = version('slow', 'RUN echo begun; sleep 60')
    const run = app.start()
    await run.waitForLine(/ begun$/)
    run.signal('SIGINT')
    const { mainExit, postExit, leftovers, orphans, outputs } = await run.result
    expect([mainExit, postExit, leftovers, orphans]).toEqual([1, 0, [], []])
    expect(outputs).toEqual({ outcome: 'cancelled' })
    expect(await tagsOf(app.repository)).not.toContain(commit)
    expect(await standing(app)).toEqual(settled(serving, 'two'))
  }, 60_000)

  test('one whose step is killed leaves no login: post removes it', async () => {
    version('killed', 'RUN echo begun; sleep 5')
    const run = app.start({}, { patience: { interrupted: 0, terminated: 0 } })
    await run.waitForLine(/ begun$/)
    run.signal('SIGINT')
    const { mainExit, postExit, leftovers } = await run.result
    expect([mainExit, postExit, leftovers]).toEqual([137, 0, []])
    expect(await standing(app)).toEqual(settled(serving, 'two'))
  }, 60_000)
})

test('a deploy that is cancelled goes back in post, and latest stays', async () => {
  const before = await latest()
  version('three', 'ENV APP_BOOT_MS=8000')
  const run = app.start()
  await run.waitForLine(/stage/)
  run.signal('SIGINT')
  const { mainExit, postExit, leftovers, outputs } = await run.result
  expect([mainExit, postExit, leftovers, outputs['outcome']]).toEqual([1, 0, [], 'cancelled'])
  expect(await standing(app)).toEqual(settled(serving, 'two'))
  expect(await latest()).toBe(before)
}, 90_000)
