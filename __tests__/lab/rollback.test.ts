import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { containers } from '../../lab/kit/inspect.ts'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import { settledOn, standing, stateOf } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(2)
const service = makeService('rollback', hosts)
const digests: Record<string, string> = {}

const running = async (): Promise<readonly (string | undefined)[]> =>
  Promise.all(
    hosts.map(
      async (host) =>
        (await containers(host, service.name)).find(({ state }) => state === 'running')?.id,
    ),
  )

beforeAll(async () => {
  for (const version of ['v1', 'v2', 'v3']) {
    digests[version] = await service.image(version)
    await service.deploy(version)
  }
}, 90_000)

afterAll(() => service.remove(), 60_000)

test('without a version it goes back to the last good release, in new containers', async () => {
  const before = await running()
  const result = await service.run('rollback')
  expect(result.exitCode).toBe(0)
  expect(result.outputs).toMatchObject({
    outcome: 'deployed',
    version: 'v2',
    'previous-version': 'v3',
    image: `registry.lab:5000/lab/${service.name}@${digests['v2']}`,
  })
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  const after = await running()
  expect(after.filter((id) => id === undefined || before.includes(id))).toEqual([])
}, 60_000)

test('with a version it goes straight to that one', async () => {
  const result = await service.run('rollback', { version: 'v1' })
  expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': 'v2' })
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 60_000)

test('a version that cannot be reached is refused with those that can', async () => {
  const before = await stateOf(service)
  const result = await service.run('rollback', { version: 'v0' })
  expect(result.exitCode).toBe(1)
  expect(result.annotations).toEqual([
    {
      kind: 'error',
      title: 'rollback-unreachable',
      message:
        "v0 can't be reached: no host has its image, and no record has its digest\n" +
        'these can be reached: v2, v3',
    },
  ])
  expect(result.log).toMatch(/^v2, live since \d{4}-/m)
  expect(await stateOf(service)).toEqual(before)
}, 60_000)

test('when the version that is asked for serves, it is done and nothing changes', async () => {
  const before = await stateOf(service)
  const result = await service.run('rollback', { version: 'v1' })
  expect(result.exitCode).toBe(0)
  expect(result.outputs).toMatchObject({ outcome: 'unchanged', version: 'v1' })
  expect(result.log).toContain('nothing was changed')
  expect(await stateOf(service)).toEqual(before)
}, 60_000)

test('an image that a host has lost is pulled again by its digest', async () => {
  const image = `registry.lab:5000/lab/${service.name}:v3`
  const lost = `docker rm ${service.name}-web-v3; docker image rm ${image}`
  expect(await onHost(hosts[1]!, lost)).toMatchObject({ code: 0 })
  const result = await service.run('rollback', { version: 'v3' })
  expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': 'v1' })
  expect(await standing(service)).toEqual(settledOn(service, 'v3'))
}, 60_000)

test('deploy, rollback, deploy is deploy', async () => {
  await service.deploy('v2')
  await service.run('rollback')
  expect((await standing(service)).map(({ serves }) => serves)).toEqual(['v3', 'v3'])
  const result = await service.deploy('v2')
  expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': 'v3' })
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
}, 90_000)

test('on hosts that never had a version it says that there is none', async () => {
  const other = makeService('rollback-none', labHosts(1))
  try {
    const result = await other.run('rollback')
    expect(result.exitCode).toBe(1)
    expect(result.log).toContain('there is no earlier version to go back to')
  } finally {
    await other.remove()
  }
}, 60_000)
