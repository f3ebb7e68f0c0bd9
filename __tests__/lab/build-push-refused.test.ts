import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { image, labHosts, onHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { makeBuiltApp, socketOf, withBuilder, type BuiltApp } from './support/builder.ts'
import { tagsOf } from './support/registry.ts'

let builder: LabHost
let app: BuiltApp

const dockerfile = (...lines: readonly string[]) => ({
  Dockerfile: [`FROM ${app.base}`, ...lines, ''].join('\n'),
})

const annotated = (result: StepResult) => result.annotations.filter(({ kind }) => kind === 'error')

beforeAll(async () => {
  builder = await withBuilder('refuser')
  app = await makeBuiltApp('refused', builder, labHosts(1))
}, 180_000)

afterAll(async () => {
  app.remove()
  await removeHost('refuser')
}, 60_000)

/** Whatever is refused, nothing was pushed. */
const refusal = async (
  files: Readonly<Record<string, string>>,
  keys: Readonly<Record<string, unknown>> = {},
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> => {
  const commit = app.commit(files, keys)
  const result = await app.run(inputs, { env })
  expect([result.mainExit, result.postExit, result.outputs]).toEqual([1, 0, {}])
  expect(await tagsOf(app.repository)).not.toContain(commit)
  expect(result.summary).toContain('No image was pushed')
  return result
}

describe('a build that fails says why, on the line of the Dockerfile', () => {
  test('a step that fails shows its last lines', async () => {
    const result = await refusal(
      dockerfile('', 'RUN echo halfway >&2; \\', '    echo broken >&2; exit 7'),
    )
    expect(annotated(result)).toEqual([
      {
        ...{ kind: 'error', title: 'build-failed', file: 'Dockerfile', line: 3 },
        message: expect.stringMatching(/ended with exit code 7: echo halfway >&2;[^]*last lines/),
      },
    ])
    expect(result.summary).toMatch(/halfway\n\S+ broken/)
  }, 60_000)

  test('a secret that deploy.yml does not name', async () => {
    const mount = '--mount=type=secret,id=GEMS,required=true'
    const result = await refusal(dockerfile(`RUN ${mount} cat /run/secrets/GEMS`))
    expect(annotated(result)).toEqual([
      {
        ...{ kind: 'error', title: 'build-failed', file: 'Dockerfile', line: 2 },
        message: expect.stringContaining('Add GEMS to builder/secrets'),
      },
    ])
  }, 60_000)

  test('a secret that nothing gives is told before anything is built', async () => {
    const result = await refusal(dockerfile(), { secrets: ['NPM_TOKEN', 'NOWHERE'] })
    expect(annotated(result).map(({ message }) => message)).toEqual([
      expect.stringContaining("builder/secrets/1: Secret 'NOWHERE' not found in .kamal/secrets"),
      expect.stringContaining('config/deploy.yml has a mistake'),
    ])
    expect(result.log).not.toContain('docker buildx build')
  }, 60_000)

  test('a base image that is not there, in a Dockerfile with a folder of its own', async () => {
    const file = 'docker/app.Dockerfile'
    const result = await refusal(
      { [file]: `FROM ${app.repository}-none:v9\n` },
      { dockerfile: file },
    )
    expect(annotated(result)).toEqual([
      {
        ...{ kind: 'error', title: 'image-missing', file, line: 1 },
        message: expect.stringContaining(`There is no base image ${app.repository}-none:v9.`),
      },
    ])
  }, 60_000)

  test('a base image for another processor', async () => {
    await image(`${app.name}-arm`, 'v1', { arch: 'arm64' })
    const from = `FROM --platform=linux/arm64 ${app.repository}-arm:v1\nRUN ["app", "worker"]\n`
    const result = await refusal({ Dockerfile: from }, { arch: 'arm64' })
    expect(annotated(result)).toMatchObject([
      {
        title: 'image-wrong-architecture',
        message: expect.stringContaining('put docker/setup-qemu-action before this step'),
      },
    ])
  }, 60_000)

  test('a file that is not in the context', async () => {
    const result = await refusal(dockerfile('COPY nowhere /'))
    expect(annotated(result)).toMatchObject([
      { line: 2, message: expect.stringContaining('copies /nowhere, which is not in') },
    ])
  }, 60_000)

  test('a Dockerfile, and a stage, that are not there', async () => {
    const result = await refusal(dockerfile(), { dockerfile: 'Nofile' })
    expect(annotated(result)).toMatchObject([{ message: expect.stringContaining('no Nofile') }])
    const staged = await refusal(dockerfile(), {}, { target: 'production' })
    expect(annotated(staged)).toMatchObject([
      { message: expect.stringContaining('Dockerfile has no stage production') },
    ])
  }, 60_000)
})

describe('a registry or a builder that does not do its part', () => {
  test('a wrong password is told before the build', async () => {
    const login = { 'registry-username': 'lab', 'registry-password': 'not the password' }
    const result = await refusal(dockerfile(), {}, login)
    expect(annotated(result)).toMatchObject([
      { title: 'registry-refused', message: expect.stringContaining('refused the login for') },
    ])
    expect(result.log).not.toContain('docker buildx build')
    expect(result.rawLog.split('\n').filter((line) => line.includes('not the password'))).toEqual([
      '::add-mask::not the password',
    ])
  }, 60_000)

  test('a registry that nobody finds', async () => {
    app.workspace.commit({
      Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n',
      'config/deploy.yml': [
        `service: ${app.name}`,
        `image: lab/${app.name}`,
        'registry: {server: "registry.nowhere:5000", username: u, password: p-of-nowhere}',
        `servers: [${labHosts(1)[0]!.address}]`,
        'builder: {arch: amd64}',
      ].join('\n'),
    })
    const result = await app.run()
    expect(result.mainExit).toBe(1)
    expect(annotated(result)).toMatchObject([
      {
        title: 'registry-unreachable',
        message: expect.stringContaining("The builder can't reach"),
      },
    ])
  }, 60_000)

  test('an engine that does not answer, and a builder that is not there', async () => {
    const dead = { DOCKER_HOST: 'unix:///nowhere/docker.sock' }
    const engine = await refusal(dockerfile(), {}, {}, dead)
    expect(annotated(engine)).toMatchObject([
      { title: 'builder-missing', message: expect.stringContaining('No Docker engine answers') },
    ])
    const named = await refusal(dockerfile(), {}, { builder: 'nowhere' })
    expect(annotated(named)).toMatchObject([
      { title: 'builder-missing', message: expect.stringContaining('There is no builder nowhere') },
    ])
  }, 60_000)

  test('a builder in a container that does not start, and of which nothing stays', async () => {
    const remote = { remote: `unix://${builder.builder?.socket ?? ''}`, local: false }
    const result = await refusal(dockerfile(), remote)
    expect(annotated(result)).toMatchObject([
      {
        title: 'builder-missing',
        message: expect.stringContaining('BuildKit could not be started in a container of its own'),
      },
    ])
    const { stdout } = await onHost(builder, 'docker ps --all --quiet; docker volume ls --quiet')
    expect(stdout).toBe('')
  }, 60_000)

  test('a builder whose disk runs full', async () => {
    const small = await withBuilder('small-builder', ['--disk', '60m'])
    try {
      const env = { DOCKER_HOST: socketOf(small) }
      const fill = 'RUN dd if=/dev/zero of=/fill bs=1M count=100'
      const result = await refusal(dockerfile(fill), {}, {}, env)
      expect(annotated(result)).toMatchObject([
        { title: 'disk-full', message: expect.stringContaining('no disk space left') },
      ])
    } finally {
      await removeHost('small-builder')
    }
  }, 120_000)
})

test('a build that is cancelled leaves nothing: no image, no process, no file', async () => {
  const commit = app.commit(dockerfile('RUN echo begun; sleep 60'))
  const run = app.start()
  await run.waitForLine(/ begun$/)
  run.signal('SIGINT')
  const { mainExit, postExit, leftovers, orphans, annotations } = await run.result
  expect([mainExit, postExit, leftovers, orphans]).toEqual([1, 0, [], []])
  expect(annotations).toMatchObject([{ title: 'cancelled' }])
  expect(await tagsOf(app.repository)).not.toContain(commit)
  const { stdout } = await onHost(builder, 'pgrep -f "[s]leep 60" || echo none')
  expect(stdout).toBe('none\n')
}, 60_000)

test('what a main phase that was killed has left, the login too, is removed by post', async () => {
  app.commit(dockerfile('RUN echo begun; sleep 5'))
  const run = app.start({}, { patience: { interrupted: 0, terminated: 0 } })
  await run.waitForLine(/ begun$/)
  run.signal('SIGINT')
  const { mainExit, postExit, leftovers } = await run.result
  expect([mainExit, postExit, leftovers]).toEqual([137, 0, []])
}, 60_000)
