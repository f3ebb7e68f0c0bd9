import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { settledOn, standing } from './support/fleet.ts'
import { makeService, type Service } from './support/service.ts'

// A server that forbids every forwarding, and whose login user is not root.
const name = 'restricted'
let host: LabHost
let service: Service

beforeAll(async () => {
  host = await addHost(name, ['--no-forwarding', '--user', 'deploy'])
  service = makeService('restricted', [host], { deploy_timeout: 5 })
  await Promise.all(['v1', 'v2'].map((version) => service.image(version)))
  await service.image('bad', { env: { APP_UP_STATUS: '500' } })
}, 120_000)

afterAll(async () => {
  await service.remove()
  await removeHost(name)
}, 60_000)

test('where nothing may be forwarded, versions are deployed, proven and rolled back all the same', async () => {
  await service.deploy('v1')
  const { outputs } = await service.deploy('v2')
  expect(outputs['hosts']).toMatch(/"gate":"200 2 times in a row after \d+ ms"/)
  expect(await standing(service)).toEqual(settledOn(service, 'v2'))
  const back = await service.run('rollback')
  expect([back.exitCode, back.outputs['version']]).toEqual([0, 'v1'])
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 120_000)

test('a bad version is stopped by its gate, and its answer is told', async () => {
  const result = await service.run('deploy', { version: 'bad' })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([1, 'halted'])
  expect(result.annotations[0]?.message).toContain('answers GET /up with 500')
  expect(await standing(service)).toEqual(settledOn(service, 'v1'))
}, 120_000)
