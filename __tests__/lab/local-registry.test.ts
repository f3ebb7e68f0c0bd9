import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { served } from '../../lab/kit/inspect.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { runAction } from '../../lab/kit/runner.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { deployYml } from '../../lab/kit/workspace.ts'
import { freePort } from '../ssh/sshd.ts'
import { clientConfig, makeBuiltApp, withBuilder, type BuiltApp } from './support/builder.ts'
import {
  lookThrough,
  makeRegistryImage,
  registryRuns,
  removeContainer,
  sshTo,
} from './support/local-registry.ts'

// The engine that builds is a host's, so that its loopback is not ours: what it publishes there is on
// ours as well from when its registry runs, as if both were one machine.
let builder: LabHost
let host: LabHost
let mute: LabHost
let app: BuiltApp
let port: number
let lookAway: (() => Promise<void>) | undefined
const versions: string[] = []
const digests: string[] = []
let client: string

/** The docker client of a runner that may read base images. */
const loggedIn = (): string => {
  const { server, username, password } = readLab().registry
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  const folder = clientConfig(builder)
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [server]: { auth } } }))
  return folder
}

const commit = (name: string, hosts: readonly LabHost[] = [host]): string =>
  app.commit({
    Dockerfile: `FROM ${app.base}\nENV APP_VERSION=${name}\n`,
    'config/deploy.yml': deployYml({
      ...{ service: app.name, hosts, image: undefined },
      registry: { server: `localhost:${port}`, username: undefined, password: undefined },
    }),
  })

const ship = (): Promise<StepResult> => app.run({}, { env: { DOCKER_CONFIG: client } })

const run = (action: 'deploy' | 'rollback', version: string, digest?: string) =>
  runAction(action, {
    workspace: app.workspace.path,
    inputs: {
      'ssh-private-key': readLab().key,
      version,
      ...(digest === undefined ? {} : { 'image-digest': digest }),
    },
  }).result

const onThe = (at: LabHost) => served(at, `${app.name}.lab`)

/** Whether something listens on the registry's port of the host. */
const listens = async (): Promise<boolean> =>
  (await onHost(host, `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}'`)).code === 0

/** The error that is annotated, and after it the log with the evidence. */
const refused = async (step: Promise<StepResult>): Promise<string> => {
  const { exitCode, postExit, outputs, annotations, log } = await step
  expect([exitCode, postExit, outputs['outcome']]).toEqual([1, 0, 'halted'])
  expect(await listens()).toBe(false)
  const errors = annotations.filter(({ kind }) => kind === 'error')
  return [...errors.map(({ title, message }) => `${title}: ${message}`), log].join('\n')
}

beforeAll(async () => {
  port = await freePort()
  builder = await withBuilder('keeper')
  host = await addHost('lent')
  mute = await addHost('lent-not', ['--no-forwarding'])
  app = await makeBuiltApp('local', builder, [host], '.')
  client = loggedIn()
}, 240_000)

afterAll(async () => {
  await lookAway?.()
  rmSync(client, { recursive: true, force: true })
  app.remove()
  for (const name of ['lent', 'lent-not', 'keeper']) await removeHost(name)
}, 120_000)

describe('the one step with a registry on the machine that deploys', () => {
  test('says why one could not be started', async () => {
    await makeRegistryImage(builder, 'broken')
    commit('zero')
    const said = await refused(ship())
    expect(said).toMatch(
      /^registry-unreachable: The registry at localhost:\d+ could not be started/,
    )
    expect(said).toContain('/missing')
    expect(await onThe(host)).not.toMatchObject({ status: 200 })
    await removeContainer(builder)
    await makeRegistryImage(builder, 'working')
  }, 120_000)

  test('starts one, pushes to it, and lends it to the host while that pulls', async () => {
    for (const name of ['one', 'two']) {
      versions.push(commit(name))
      const shipping = ship()
      if (name === 'one') {
        await registryRuns(builder)
        lookAway = await lookThrough(builder, port)
      }
      const step = await shipping
      expect([step.exitCode, step.annotations]).toEqual([0, []])
      const { digest = '', image: reference } = step.outputs
      digests.push(digest)
      expect(reference).toBe(`localhost:${port}/${app.name}@${digest}`)
      expect(step.log.includes('a registry was started at')).toBe(name === 'one')
      expect(await onThe(host)).toMatchObject({ status: 200, version: name })
      expect(await listens()).toBe(false)
    }
  }, 240_000)

  test('says when an SSH server forwards nothing', async () => {
    commit('three', [mute])
    expect(await refused(ship())).toMatch(
      /^registry-unreachable: The SSH server of \S+ does not forward port \d+/,
    )
  }, 120_000)

  test('changes nothing where one of the hosts can not be lent it', async () => {
    commit('half', [host, mute])
    const said = await refused(ship())
    expect(said).toContain(`The SSH server of ${mute.address} does not forward port ${port}`)
    expect(await onThe(host)).toMatchObject({ status: 200, version: 'two' })
  }, 120_000)
})

describe('a job that only deploys', () => {
  test('says that there is no such image', async () => {
    versions.push(commit('four'))
    expect(await refused(run('deploy', versions.at(-1)!))).toMatch(
      /^image-missing: .*the registry on the machine that deploys has no such image/,
    )
  }, 60_000)

  test('says when the port is in use on the host', async () => {
    const other = await sshTo(host)
    const nowhere = () => Promise.reject(new Error('nowhere'))
    await other.listen(port, nowhere, new AbortController().signal)
    const { exitCode, annotations } = await run('deploy', versions[0]!)
    expect(exitCode).toBe(1)
    expect(annotations[0]).toMatchObject({
      title: 'registry-unreachable',
      message: expect.stringMatching(/^Port \d+ of \S+ is in use, and is needed/),
    })
    await other.close()
  }, 60_000)

  test('says that the registry ended with the job that pushed to it', async () => {
    await lookAway?.()
    const said = await refused(run('deploy', versions[0]!, digests[0]))
    expect(said).toContain(`There is no registry at localhost:${port} of the machine that deploys.`)
    expect(said).toContain('build and deploy in one job')
    expect(await onThe(host)).toMatchObject({ status: 200, version: 'two' })
  }, 60_000)
})

test('going back to an image that the host has needs no registry', async () => {
  const back = await run('rollback', versions[0]!)
  expect([back.exitCode, back.outputs['outcome']]).toEqual([0, 'deployed'])
  expect(await onThe(host)).toMatchObject({ status: 200, version: 'one' })
}, 60_000)
